# Shared by test.sh: gets what nobody here wrote into .peers, without touching the system. POSIX sh, to be sourced after
# setup_env.sh with $here set. Leaves PEERS (the folder) in the environment.
#
# Python's peers by pip into .peers/python. Debian's are installed by root in a container, where nothing starts services;
# everywhere else they are unpacked into .peers/root, which leaves the system as it was (ser2net does not run from there).
# What could not be had is missing; the table at the end of the run says so.

PEERS=$here/.peers
export PEERS

peers_python() {
    wanted_peers=$(digest "$here/tests/peers/requirements.txt" "$py")
    if [ -f "$PEERS/python.stamp" ] && [ "$(cat "$PEERS/python.stamp")" = "$wanted_peers" ]; then return; fi
    rm -rf "$PEERS/python"
    if ! "$py" -c 'import pip' 2>/dev/null; then find_python; fi
    if pip_install --retries 1 --timeout 15 --target "$PEERS/python" -r "$here/tests/peers/requirements.txt" >"$PEERS/pip.log" 2>&1; then
        printf '%s\n' "$wanted_peers" >"$PEERS/python.stamp"
    else
        say "pip could not get Python's peers (see .peers/pip.log): they do not run." \
            "pip 未能取得对端的软件包（见 .peers/pip.log），不运行。"
    fi
}

peers_missing() { # Debian's packages that are neither in the system nor in .peers
    while read -r package; do
        if ! dpkg -s "$package" >/dev/null 2>&1 && [ ! -f "$PEERS/root/$package.version" ]; then printf '%s ' "$package"; fi
    done <"$here/tests/peers/packages.txt"
}

peers_get() { # peers_get PACKAGES…
    if [ "$(id -u)" = 0 ] && [ ! -d /run/systemd/system ]; then
        DEBIAN_FRONTEND=noninteractive timeout 60 apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends "$@"
        return
    fi
    wanted=$(apt-get -s install --no-install-recommends "$@" | sed -n 's/^Inst \([^ ]*\) .*/\1/p')
    # shellcheck disable=SC2086 # a list of words
    [ -n "$wanted" ] && cd "$PEERS/debs" && timeout 60 apt-get -qq download $wanted
}

peers_unpack() {
    for deb in "$PEERS"/debs/*.deb; do
        [ -f "$deb" ] || continue
        dpkg -x "$deb" "$PEERS/root" && dpkg-deb -f "$deb" Version >"$PEERS/root/$(dpkg-deb -f "$deb" Package).version"
        rm -f "$deb"
    done
}

peers_system() {
    missing=$(peers_missing)
    if [ -z "$missing" ] || ! command -v dpkg >/dev/null 2>&1; then return; fi
    mkdir -p "$PEERS/debs" "$PEERS/root"
    # shellcheck disable=SC2086 # lists of words
    if ! (peers_get $missing) >"$PEERS/apt.log" 2>&1 </dev/null; then
        if [ "$(id -u)" = 0 ]; then timeout 40 apt-get -qq update >"$PEERS/apt.log" 2>&1 </dev/null || true; fi
        (peers_get $missing) >>"$PEERS/apt.log" 2>&1 </dev/null ||
            say "apt could not get: $missing(see .peers/apt.log); they do not run." \
                "apt 未能取得：$missing（见 .peers/apt.log），不运行。"
    fi
    peers_unpack
}

peers_install() {
    mkdir -p "$PEERS"
    peers_python
    peers_system
}
