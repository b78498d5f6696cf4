// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

// libseccomp, whose actions are macros and whose rules take any number of arguments.

#ifndef HANAPER_CSECCOMP_SHIM_H
#define HANAPER_CSECCOMP_SHIM_H

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>

/// A filter that lets through every call that no rule names.
static inline scmp_filter_ctx hanaper_seccomp_begin(void) { return seccomp_init(SCMP_ACT_ALLOW); }

/// Has a call fail with an error, whatever its arguments; 0 where the kernel has no call of that name, too.
static inline int hanaper_seccomp_refuse(scmp_filter_ctx filter, const char *name, int error) {
  const int call = seccomp_syscall_resolve_name(name);
  if (call == __NR_SCMP_ERROR) return 0;
  return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO((unsigned)error), call, 0, NULL);
}

/// The same where of an argument these bits are as given.
static inline int hanaper_seccomp_refuse_where(
    scmp_filter_ctx filter, const char *name, int error, unsigned argument, uint64_t bits, uint64_t value) {
  const int call = seccomp_syscall_resolve_name(name);
  if (call == __NR_SCMP_ERROR) return 0;
  const struct scmp_arg_cmp condition = {argument, SCMP_CMP_MASKED_EQ, bits, value};
  return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO((unsigned)error), call, 1, &condition);
}

/// The same where an argument is not as given.
static inline int hanaper_seccomp_refuse_unless(
    scmp_filter_ctx filter, const char *name, int error, unsigned argument, uint64_t value) {
  const int call = seccomp_syscall_resolve_name(name);
  if (call == __NR_SCMP_ERROR) return 0;
  const struct scmp_arg_cmp condition = {argument, SCMP_CMP_NE, value, 0};
  return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO((unsigned)error), call, 1, &condition);
}

/// Puts the filter before every thread of the process, and all that it calls, for good.
static inline int hanaper_seccomp_load(scmp_filter_ctx filter) {
  const int all = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
  return all != 0 ? all : seccomp_load(filter);
}

#endif
