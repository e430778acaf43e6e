#!/bin/sh
# sh test.sh [pytest arguments]: all tests, without a screen.
# sh test.sh --peers [pytest arguments]: the wire and CAP files against programs nobody here wrote (tests/peers).
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/setup_env.sh"
unset DISPLAY WAYLAND_DISPLAY
setup_env
runtime_dir
cd "$here"
QT_QPA_PLATFORM=offscreen
PYTHONPATH=$here
export QT_QPA_PLATFORM PYTHONPATH
unset PYTHONDONTWRITEBYTECODE # hundreds of processes are started; compiling everything anew in each takes most of the time
if [ "${1:-}" = --peers ]; then
    shift
    . "$here/tests/peers/install.sh"
    peers_install
    exec "$py" -m pytest -q -p no:cacheprovider tests/peers "$@"
fi
exec "$py" -m pytest -q -n 2 "$@"
