# attack: starts a shell that reads the reference for it
# stopped by: namespaces or landlock or seccomp
# expect: raised
import subprocess


def half(x):
    return x / 2


def solve(x):
    stolen = {}
    exec(subprocess.run(["/bin/cat", targets["reference"]], capture_output=True, check=True).stdout, stolen)
    return stolen["solve"](x)
