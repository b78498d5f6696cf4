// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

/// The mailer of the machine, by which cron mails what is printed.
enum LocalMailer {
  static let path: FilePath = "/usr/sbin/sendmail"

  static var isThere: Bool { ((try? Disk().entryMeant(by: path)) ?? nil) != nil }
}
