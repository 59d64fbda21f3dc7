"""The kernel's system calls by number, and which of them a submission may make.

A row of a table is a name, its number on x86-64 (from the kernel's ``asm/unistd_64.h``) and on
aarch64 (``asm-generic/unistd.h``); a dash where an architecture has no such call.
"""

from __future__ import annotations

import platform
import re
import sys

_ARCHITECTURES = {"x86_64": 1, "aarch64": 2}

#: What any program may do.
_FREE = """
# files that are open
read 0 63   write 1 64   readv 19 65   writev 20 66   pread64 17 67   pwrite64 18 68
preadv 295 69   pwritev 296 70   lseek 8 62   close 3 57   dup 32 23
dup2 33 -   dup3 292 24   pipe 22 -   pipe2 293 59   sendfile 40 71   copy_file_range 326 285
ftruncate 77 46   fallocate 285 47   fsync 74 82   fdatasync 75 83   fadvise64 221 223
# what stands where in the file system
fstat 5 80   newfstatat 262 79   statx 332 291   stat 4 -   lstat 6 -   access 21 -
faccessat 269 48   faccessat2 439 439   readlink 89 -   readlinkat 267 78   statfs 137 43
fstatfs 138 44   getdents 78 -   getdents64 217 61   getcwd 79 17   chdir 80 49   fchdir 81 50
umask 95 166
# opening, making and removing; Landlock says where
open 2 -   openat 257 56   creat 85 -   mkdir 83 -   mkdirat 258 34   rmdir 84 -   unlink 87 -
unlinkat 263 35   rename 82 -   renameat 264 38   renameat2 316 276
# memory
mmap 9 222   munmap 11 215   mprotect 10 226   mremap 25 216   madvise 28 233   brk 12 214
mincore 27 232   msync 26 227
# threads, and the end
futex 202 98   futex_waitv 449 449   set_robust_list 273 99
set_tid_address 218 96   rseq 334 293   membarrier 324 283   exit 60 93   exit_group 231 94
wait4 61 260   waitid 247 95
# the scheduler, asked
sched_yield 24 124   sched_get_priority_max 146 125   sched_get_priority_min 147 126
getcpu 309 168
# signals that come
rt_sigaction 13 134   rt_sigprocmask 14 135   rt_sigreturn 15 139   rt_sigsuspend 130 133
rt_sigtimedwait 128 137   rt_sigpending 127 136   sigaltstack 131 132   pause 34 -
restart_syscall 219 128
# waiting
select 23 -   pselect6 270 72   poll 7 -   ppoll 271 73   epoll_create 213 -
epoll_create1 291 20   epoll_ctl 233 21   epoll_wait 232 -   epoll_pwait 281 22   eventfd 284 -
eventfd2 290 19
# the two ends of a socket pair
recvfrom 45 207   shutdown 48 210   getsockname 51 204   getpeername 52 205   getsockopt 55 209
# clocks
nanosleep 35 101   gettimeofday 96 169   time 201 -   times 100 153   getitimer 36 102
setitimer 38 103   alarm 37 -
# who and where one is
getpid 39 172   gettid 186 178   getppid 110 173   getpgrp 111 -
getuid 102 174   geteuid 107 175   getgid 104 176   getegid 108 177
getresuid 118 148   getresgid 120 150   getgroups 115 158   getrlimit 97 163   getrusage 98 165
uname 63 160   sysinfo 99 179   getrandom 318 278   arch_prctl 158 -
"""

#: What `filter` allows with some arguments only, or answers in a way of its own.
_LIMITED = """
clone 56 220   clone3 435 435   kill 62 129   tgkill 234 131   prctl 157 167   ioctl 16 29
fcntl 72 25   socketpair 53 199   sendto 44 206   prlimit64 302 261
close_range 436 436   clock_gettime 228 113   clock_getres 229 114   clock_nanosleep 230 115
getpgid 121 155   getsid 124 156   get_robust_list 274 100   getpriority 140 141
sched_getaffinity 204 123   sched_getparam 143 121   sched_getscheduler 145 120
"""

#: What the worker itself needs before the filter holds.
_OURS = """
unshare 272 97   pivot_root 155 41   mount_setattr 442 442   landlock_create_ruleset 444 444
landlock_add_rule 445 445   landlock_restrict_self 446 446
"""

#: The first number that was not given away when this was written.
UNKNOWN = 452


def _read(table: str) -> dict[str, int]:
    column = _ARCHITECTURES.get(platform.machine())
    if sys.maxsize < 2**32:
        return {}  # a 32-bit program makes other calls
    rows = re.findall(r"(\w+) (\d+|-) (\d+|-)", table)
    return {row[0]: int(row[column]) for row in rows if column and row[column] != "-"}


#: Name to number on this machine; empty where the numbers are not known.
FREE = _read(_FREE)
LIMITED = _read(_LIMITED)
OURS = _read(_OURS)
