// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
import SystemPackage

func makeLink(at path: FilePath, to target: FilePath) throws(Errno) {
  guard symlink(target.string, path.string) == 0 else { throw Errno(rawValue: errno) }
}

func makePipe(at path: FilePath) throws(Errno) {
  guard mkfifo(path.string, 0o600) == 0 else { throw Errno(rawValue: errno) }
}

/// The permission bits of a file or directory, `0o600` say.
func permissions(of path: FilePath) throws(Errno) -> CInterop.Mode {
  try Stat(path, followTargetSymlink: false).permissions.rawValue
}
