#!/usr/bin/env bash
# Makes the environment that run_autograder grades in. Gradescope runs this once, as root, when the zip is uploaded.
set -euo pipefail

root="${AUTOGRADER_ROOT:-/autograder}"
export DEBIAN_FRONTEND=noninteractive

suits() {
    command -v "$1" > /dev/null && "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null
}

python=""
for candidate in python3.13 python3.12 python3.11 python3; do
    if suits "$candidate"; then
        python="$candidate"
        break
    fi
done
if [ -z "$python" ]; then
    apt-get update
    for version in 3.13 3.12 3.11; do
        if apt-get install -y "python$version" "python$version-venv" && suits "python$version"; then
            python="python$version"
            break
        fi
    done
fi
if [ -z "$python" ]; then
    echo "setup.sh: there is no Python 3.11 or newer to be had: choose a newer base image" >&2
    exit 1
fi

"$python" -m venv "$root/venv"
"$root/venv/bin/pip" install --no-cache-dir --disable-pip-version-check -r "$root/source/requirements.txt"

# The grader goes into the environment itself: its sandbox starts with an empty search path.
packages="$("$root/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
cp -r "$root/source/grader" "$packages/"
"$root/venv/bin/python" -c 'import grader.bundles.at_gradescope'

# What only the grader itself reads is root's alone.
chmod -R go-rwx "$root/source/solutions" "$root/source/secret" "$root/source/course.json"
