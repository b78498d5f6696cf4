// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import CSeccomp
import Glibc
import SystemPackage

/// Which calls of the system a process may make: seccomp(2), by libseccomp.
///
/// A list of what is refused, and not of what is allowed: readers of documents come from many releases of a system, and a call
/// that one of them makes anew would end all reading. What Landlock does not see is on it: the network, other processes, and what a
/// file is called, whose it is, and who may read it.
enum CallRules {
  private static let refused = [
    // The network, and what makes calls in our place.
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg",
    "sendmmsg", "recvfrom", "recvmsg", "recvmmsg", "getsockopt", "setsockopt", "shutdown",
    "io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup", "io_submit",
    // Other processes: their signals, memory, descriptors and limits.
    "fork", "vfork", "kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "ptrace",
    "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_open", "pidfd_getfd",
    "pidfd_send_signal", "kcmp", "setpgid", "setsid", "setpriority", "ioprio_set",
    "sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler", "setrlimit",
    // What files are called, whose they are, how long, and who may read them.
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "fchownat", "lchown",
    "setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr", "lremovexattr",
    "fremovexattr", "removexattrat", "utime", "utimes", "futimesat", "utimensat", "truncate",
    "link", "linkat", "symlink", "symlinkat", "rename", "renameat", "renameat2", "unlink",
    "unlinkat", "rmdir", "mkdir", "mkdirat", "mknod", "mknodat", "creat", "file_setattr",
    "name_to_handle_at", "open_by_handle_at", "fanotify_init", "inotify_init", "inotify_init1",
    // What is shared with others without a file.
    "shmget", "shmat", "shmctl", "msgget", "msgsnd", "msgrcv", "msgctl", "semget", "semop",
    "semtimedop", "semctl", "mq_open", "mq_unlink", "add_key", "request_key", "keyctl",
    // The system itself.
    "mount", "umount2", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick",
    "mount_setattr", "pivot_root", "chroot", "unshare", "setns", "swapon", "swapoff", "reboot",
    "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "bpf",
    "perf_event_open", "userfaultfd", "quotactl", "quotactl_fd", "acct", "syslog", "settimeofday",
    "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname", "vhangup",
    "personality", "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid",
    "setgroups", "setfsuid", "setfsgid", "capset", "lookup_dcookie",
  ]

  static func close() throws(Fence.Failure) {
    guard let filter = hanaper_seccomp_begin() else {
      throw Fence.Failure(step: unlimited, cause: .noMemory)
    }
    defer { seccomp_release(filter) }
    for call in refused { try take(hanaper_seccomp_refuse(filter, call, EPERM)) }
    // A thread is a process that shares everything (CLONE_THREAD). Of the newer call the arguments cannot be seen: whoever
    // finds that there is none makes the older one.
    let asThread: UInt64 = 0x1_0000
    try take(hanaper_seccomp_refuse_where(filter, "clone", EPERM, 0, asThread, 0))
    try take(hanaper_seccomp_refuse(filter, "clone3", ENOSYS))
    // Limits may be read, and not be set.
    try take(hanaper_seccomp_refuse_unless(filter, "prlimit64", EPERM, 2, 0))
    // What a terminal is told to type, it types (TIOCSTI, TIOCLINUX); and flags of a file are changed through any descriptor of it
    // (FS_IOC_SETFLAGS in both widths, FS_IOC_FSSETXATTR).
    for request: UInt64 in [0x5412, 0x541C, 0x4008_6602, 0x4004_6602, 0x401C_5820] {
      try take(hanaper_seccomp_refuse_where(filter, "ioctl", EPERM, 1, 0xFFFF_FFFF, request))
    }
    try take(hanaper_seccomp_load(filter))
  }

  private static let unlimited = "the calls of the system cannot be limited"

  private static func take(_ outcome: CInt) throws(Fence.Failure) {
    guard outcome == 0 else {
      throw Fence.Failure(step: unlimited, cause: Errno(rawValue: -outcome))
    }
  }
}
