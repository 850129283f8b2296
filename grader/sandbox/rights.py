"""What the kernel itself refuses a child: files by Landlock, system calls by seccomp.

Both hold without any namespace, and in them they are the second and third lock on the same door.  The list of system
calls allows what numerical code, threads and files of its own need; whatever is not on it fails with EPERM, so that a
student is told "Operation not permitted" and not killed.  On purpose it has no way to make a process, a socket, a
namespace or a mount, to trace or to signal another process, or to keep anything in the kernel after its end.
"""

import errno
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import landlockpy
import seccompy
from landlockpy import AccessFS, Ruleset, Scope
from seccompy import Action, CmpOp, Filter

from grader.sandbox import linux
from grader.sandbox.view import DEVICES

_READ = AccessFS.READ_FILE | AccessFS.READ_DIR
_OWN = (
    _READ
    | AccessFS.WRITE_FILE
    | AccessFS.TRUNCATE
    | AccessFS.REMOVE_DIR
    | AccessFS.REMOVE_FILE
    | AccessFS.MAKE_DIR
    | AccessFS.MAKE_REG
    | AccessFS.MAKE_SYM
    | AccessFS.REFER
)

_ALLOWED = frozenset(
    """
    brk mmap munmap mremap mprotect madvise mincore msync mlock munlock membarrier get_mempolicy
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek
    open openat close close_range creat dup dup2 dup3 pipe pipe2 sendfile copy_file_range
    stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat getdents getdents64
    getcwd chdir fchdir rename renameat renameat2 mkdir mkdirat rmdir unlink unlinkat link linkat symlink symlinkat
    truncate ftruncate fallocate fsync fdatasync sync_file_range flock fadvise64 readahead
    chmod fchmod fchmodat umask utime utimes utimensat futimesat
    poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd eventfd2
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack pause
    alarm getitimer setitimer restart_syscall
    clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday time times
    getpid gettid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgid getpgrp getsid
    getrusage getrlimit getpriority getcpu sysinfo uname getrandom capget
    sched_yield sched_getaffinity sched_setaffinity sched_getparam sched_getscheduler
    sched_get_priority_max sched_get_priority_min
    futex futex_waitv set_tid_address set_robust_list get_robust_list rseq arch_prctl
    wait4 waitid exit exit_group
    """.split()  # noqa: SIM905 - a list of quoted names, one a line, could not be read over
)

_NEWER = ("clone3", "memfd_create", "openat2")
"""Calls that libraries try first, and go on without where the kernel does not know them."""

_FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)
"""F_DUPFD … F_SETLKW, locks of open files, F_DUPFD_CLOEXEC, F_GETPIPE_SZ: not F_SETOWN, which sends signals."""

_IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX."""

_PRCTL = (3, 15, 16, 23, 0x53564D41)
"""PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_CAPBSET_READ, PR_SET_VMA."""


@dataclass(slots=True)
class Rights:
    """What a worker prepares once and each of its children takes on itself.

    `visible` may be read.  With `landlock` and `seccomp` the layers are chosen.
    """

    visible: Sequence[str]
    landlock: bool
    seccomp: bool
    _first: Filter = field(default_factory=lambda: _filter(1))
    """For a child that is the first process of its pid namespace; compiled once."""

    def prepare(self) -> None:
        """Loads in the worker whatever the libraries load at first use: in a child there would be nowhere to find it.

        `OSError` names the layer that this kernel does not have.
        """
        if self.landlock and not landlockpy.supported():
            raise OSError(errno.ENOSYS, "landlock: the kernel has none (it needs 5.13 or newer)")
        if self.seccomp and not seccompy.supported():
            raise OSError(errno.ENOSYS, "seccomp: the kernel has none")
        len(self._first.program)

    def take(self, folder: str) -> None:
        """In the child, before any of the student's code: reads what is visible, writes below `folder`, and no more."""
        linux.drop_capabilities()
        linux.no_new_privileges()
        if self.landlock:
            _landlock(self.visible, folder)
        if self.seccomp:
            pid = os.getpid()
            (self._first if pid == 1 else _filter(pid)).load()


def _landlock(visible: Iterable[str], folder: str) -> None:
    with Ruleset(scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET) as rules:
        for path in visible:
            if os.path.exists(path):
                rules.allow_path(path, _READ if os.path.isdir(path) else AccessFS.READ_FILE)
        for device in DEVICES:
            if os.path.exists(device):
                rules.allow_path(device, AccessFS.READ_FILE | AccessFS.WRITE_FILE)
        rules.allow_path(folder, _OWN)
        rules.restrict()


def _filter(pid: int) -> Filter:
    """The filter for a process of this id, which may signal itself alone."""
    rules = Filter(default=Action.ERRNO | errno.EPERM)
    for name in sorted(_ALLOWED):
        if _known(name):
            rules.allow(name)
    for name in _NEWER:
        rules.errno(name, errno.ENOSYS)
    for name, values in (("fcntl", _FCNTL), ("ioctl", _IOCTL), ("prctl", _PRCTL)):
        for value in values:
            rules.allow(name, args={0 if name == "prctl" else 1: value})
    threads = linux.CLONE_THREAD
    elsewhere = linux.CLONE_NEWNS | linux.CLONE_NEWUSER | linux.CLONE_NEWPID | linux.CLONE_NEWNET
    rules.allow("clone", args=[(0, CmpOp.MASKED_EQ, threads, threads | elsewhere)])
    rules.allow("prlimit64", args={2: 0})  # to read limits, not to change them
    for target in (0, pid):
        rules.allow("kill", args={0: target})
    rules.allow("tgkill", args={0: pid})
    return rules


def _known(name: str) -> bool:
    """Whether this processor's Linux has a call of that name: newer ones have only the `…at` forms."""
    try:
        seccompy.syscall_nr(name)
    except ValueError:
        return False
    return True
