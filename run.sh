#!/bin/sh
# sh run.sh [arguments]: opens the window; where there is no screen, plays the demonstration without one.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/setup_env.sh"
setup_env
PYTHONPATH=$here${PYTHONPATH:+:$PYTHONPATH}
export PYTHONPATH

if has_screen; then
    if [ -z "${XDG_RUNTIME_DIR:-}" ]; then runtime_dir; fi
    exec "$py" -P -m console "$@"
fi

runtime_dir
out=
previous=
for argument in "$@"; do
    case $argument in
    -h | --help) # asked what it can do, it plays nothing and tells of no results
        exec "$py" -P -m console.tool demo --help
        ;;
    --out=*) out=${argument#--out=} ;;
    *) if [ "$previous" = --out ]; then out=$argument; fi ;;
    esac
    previous=$argument
done
if [ -z "$out" ]; then
    out=$PWD/demo-out
    n=1
    while [ -e "$out" ] && [ -n "$(ls -A "$out" 2>/dev/null || echo file)" ]; do
        n=$((n + 1))
        out=$PWD/demo-out-$n
    done
    set -- --out "$out" "$@"
fi
say "There is no screen here, so the demonstration is played without one …" "没有屏幕，改为无界面播放演示……"
code=0
QT_QPA_PLATFORM=offscreen "$py" -P -m console.tool demo "$@" || code=$?
if [ $code = 0 ]; then
    say "The demonstration went well. Results: $out (handover.pdf, log.pdf, log.json, verify.txt, documents/, screens/, summary.json)" \
        "演示完成，结果在：$out（handover.pdf、log.pdf、log.json、verify.txt、documents/、screens/、summary.json）"
elif [ -e "$out" ]; then
    say "The demonstration failed (exit $code). What it left: $out" "演示失败（退出码 $code），已有结果在：$out"
else
    say "The demonstration failed (exit $code) and left nothing." "演示失败（退出码 $code），没有留下结果。"
fi
exit $code
