#!/bin/sh
# sh test.sh [pytest arguments]: all tests, without a screen.
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
exec "$py" -m pytest -q -n 2 "$@"
