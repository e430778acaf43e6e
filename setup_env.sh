# Shared by run.sh, test.sh and .ci/run: makes what the program needs, once, and is silent when all is there.
# POSIX sh, to be sourced with $here set to the checkout. Leaves $venv and $py.
#
# 1. the system's part (Qt's libraries, a Chinese font, Python's venv) by apt, where something lacks
# 2. .venv from requirements.lock, by hash; a stamp makes the next start skip this
# 3. the program itself in .venv, so that duty-console and duty-console-tool stand in .venv/bin

venv=$here/.venv
py=$venv/bin/python
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
zh*) zh=1 ;;
*) zh= ;;
esac

say() { # say ENGLISH CHINESE
    if [ -n "$zh" ]; then printf '%s\n' "$2" >&2; else printf '%s\n' "$1" >&2; fi
}

die() {
    say "$1" "$2"
    exit 1
}

# Libraries as "soname:Debian package". The first list is what Qt asks for without a screen, the second what a window adds
# (X11, Wayland, printers).
libs_always='libGL.so.1:libgl1 libEGL.so.1:libegl1 libglib-2.0.so.0:libglib2.0-0 libxkbcommon.so.0:libxkbcommon0
libfontconfig.so.1:libfontconfig1 libdbus-1.so.3:libdbus-1-3'
libs_window='libxcb-cursor.so.0:libxcb-cursor0 libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-icccm.so.4:libxcb-icccm4
libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-shape.so.0:libxcb-shape0 libxcb-image.so.0:libxcb-image0
libxcb-randr.so.0:libxcb-randr0 libxcb-render-util.so.0:libxcb-render-util0 libxcb-xkb.so.1:libxcb-xkb1
libxcb-util.so.1:libxcb-util1 libxcb-render.so.0:libxcb-render0 libX11-xcb.so.1:libx11-xcb1 libcups.so.2:libcups2
libwayland-client.so.0:libwayland-client0 libwayland-cursor.so.0:libwayland-cursor0 libwayland-egl.so.1:libwayland-egl1'

has_screen() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]
}

missing_libs() { # prints "soname:package" of each library the loader does not know
    wanted=$libs_always
    if has_screen; then wanted="$wanted $libs_window"; fi
    known=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null) || known=
    for pair in $wanted; do
        case $known in
        *"${pair%%:*} "*) ;;
        *) printf '%s ' "$pair" ;;
        esac
    done
}

has_cjk_font() {
    if command -v fc-list >/dev/null 2>&1; then
        [ -n "$(fc-list :lang=zh-cn file 2>/dev/null)" ]
    else
        [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name '*CJK*' 2>/dev/null)" ]
    fi
}

python_fits() { # python_fits COMMAND: 3.11 or 3.12, with the modules a whole Python has
    "$1" -c 'import sys, ssl, zlib, ctypes, venv
sys.exit(not (3, 11) <= sys.version_info < (3, 13))' >/dev/null 2>&1
}

find_python() { # sets $base, or leaves it empty
    base=
    for candidate in ${DUTY_PYTHON:+"$DUTY_PYTHON"} python3.11 python3.12 python3 /usr/bin/python3.11 /usr/bin/python3.12 /usr/bin/python3; do
        if python_fits "$candidate"; then
            base=$(command -v "$candidate")
            return
        fi
    done
}

can_make_venv() {
    "$base" -c 'import ensurepip' >/dev/null 2>&1 || "$base" -m pip --version >/dev/null 2>&1 || "$base" -m virtualenv --version >/dev/null 2>&1
}

apt_install() { # apt_install PACKAGES…
    if ! command -v apt-get >/dev/null 2>&1; then
        die "This system has no apt; please install what Debian calls: $* (then start again)." \
            "本系统没有 apt，请先安装以下软件（Debian 名称）后重试：$*"
    fi
    if [ "$(id -u)" != 0 ]; then
        die "These system packages are missing and need root rights: run  sudo apt-get install $*  and start again." \
            "缺少系统软件包，需要管理员权限：请运行 sudo apt-get install $* 后重试。"
    fi
    say "Installing system packages: $*" "正在安装系统软件包：$*"
    aptlog=$(mktemp)
    if ! { apt-get -qq -o DPkg::Lock::Timeout=300 update &&
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
            install --no-install-recommends "$@"; } >"$aptlog" 2>&1 </dev/null; then
        tail -n 15 "$aptlog" >&2
        rm -f "$aptlog"
        die "apt could not install: $* (its last words are above)." "apt 未能安装：$*（原因见上）。"
    fi
    rm -f "$aptlog"
}

system_part() { # $1 = 1 when .venv must be made, so that a Python for it is needed too
    packages=
    sonames=
    if [ "$(uname -s)" = Linux ]; then
        for pair in $(missing_libs); do
            packages="$packages ${pair#*:}"
            sonames="$sonames ${pair%%:*}"
        done
        if ! has_cjk_font; then packages="$packages fontconfig fonts-noto-cjk"; fi
    fi
    if [ "$1" = 1 ]; then
        find_python
        if [ -z "$base" ]; then
            packages="$packages python3 python3-venv"
        elif ! can_make_venv; then
            packages="$packages python$("$base" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
        fi
    fi
    if [ -n "$packages" ]; then
        # shellcheck disable=SC2086 # a list of words
        apt_install $packages
        still=
        if [ "$(uname -s)" = Linux ]; then still=$(missing_libs); fi
        if [ -n "$still" ]; then
            die "apt is done but these libraries are still missing: $still" "安装后仍缺少这些库：$still"
        fi
    fi
    if [ "$1" = 1 ]; then
        find_python
        if [ -z "$base" ]; then
            die "Python 3.11 or 3.12 is needed and was not found; install one and start again (DUTY_PYTHON=/path/to/python names it)." \
                "需要 Python 3.11 或 3.12，未找到；请安装后重试（可用 DUTY_PYTHON=/路径/python 指定）。"
        fi
    fi
}

digest() { # one line for the given files' content
    cat "$@" | { sha256sum 2>/dev/null || cksum; }
}

env_wanted() { # what .venv was made from: lock, this script, place
    printf '%s %s\n' "$(digest "$here/requirements.lock" "$here/setup_env.sh")" "$here"
}

stamp_is() { # stamp_is NAME TEXT
    [ -f "$venv/$1" ] && [ "$(cat "$venv/$1")" = "$2" ]
}

make_venv() {
    say "Making the environment in .venv (about 600 MB, about a minute; only the first time) …" \
        "正在建立运行环境 .venv（约 600 MB，约一分钟，仅首次）……"
    rm -rf "$venv"
    pip_for=$py
    if "$base" -c 'import ensurepip' >/dev/null 2>&1; then
        "$base" -m venv "$venv"
    elif "$base" -m virtualenv --version >/dev/null 2>&1; then
        "$base" -m virtualenv -q "$venv"
    else
        "$base" -m venv --without-pip "$venv"
        pip_for=$base
    fi
    if ! pip_install --require-hashes --only-binary :all: -r "$here/requirements.lock"; then
        die "The Python packages could not be installed (the reason is above); is there a network?" \
            "Python 软件包安装失败（原因见上），请检查网络。"
    fi
}

pip_install() {
    if [ "${pip_for:-$py}" = "$py" ] && "$py" -c 'import pip' 2>/dev/null; then
        "$py" -m pip --disable-pip-version-check --no-input install -q "$@"
    else
        "$base" -m pip --python "$py" --disable-pip-version-check --no-input install -q "$@"
    fi
}

setup_env() {
    wanted_env=$(env_wanted)
    wanted_project=$(digest "$here/pyproject.toml")
    if stamp_is .stamp-env "$wanted_env" && "$py" -c '' 2>/dev/null; then fresh=0; else fresh=1; fi
    if [ $fresh = 0 ] && stamp_is .stamp-project "$wanted_project"; then
        system_part 0
        return
    fi
    # two starts at once: the second waits, then finds everything made
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$here/.venv.lock"
        flock 9
        if stamp_is .stamp-env "$wanted_env" && "$py" -c '' 2>/dev/null; then fresh=0; else fresh=1; fi
    fi
    system_part $fresh
    if [ $fresh = 1 ]; then
        make_venv
        printf '%s\n' "$wanted_env" >"$venv/.stamp-env"
    elif ! "$py" -c 'import pip' 2>/dev/null; then
        find_python
    fi
    if ! stamp_is .stamp-project "$wanted_project"; then
        if ! pip_install --no-deps --no-build-isolation --no-index -e "$here"; then
            die "The program could not be put into .venv (the reason is above)." "程序未能装入 .venv（原因见上）。"
        fi
        printf '%s\n' "$wanted_project" >"$venv/.stamp-project"
    fi
    if command -v flock >/dev/null 2>&1; then exec 9>&-; fi
}

runtime_dir() { # Qt warns where XDG_RUNTIME_DIR is not set or not ours, as in a bare root or after su
    if [ -z "$(find "${XDG_RUNTIME_DIR:-}" -prune -user "$(id -u)" -perm 0700 2>/dev/null)" ]; then
        XDG_RUNTIME_DIR=$venv/runtime
        mkdir -p "$XDG_RUNTIME_DIR"
        chmod 700 "$XDG_RUNTIME_DIR"
        export XDG_RUNTIME_DIR
    fi
}
