// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

extension AddressError {
  /// What is wrong with a link that no reader can open, to stand behind it or a word for it; nil where it is none for a
  /// browser and no mistake: a mail address, a telephone number, a script, another program's address.
  package var mistake: String? {
    guard case .unsupportedScheme(let scheme) = self else { return clause }
    if scheme == "file" || scheme.utf8.count == 1 {
      return "leads to a folder of somebody's own computer, which nobody else can open"
    }
    if Self.isOfPrograms(scheme) { return nil }
    if ["ftp", "ftps", "sftp"].contains(scheme) {
      return "begins with “\(scheme):”, which browsers do not open any more"
    }
    if scheme.utf8.contains(UInt8(ascii: ".")) {
      return "is not a whole address; it should begin with https://"
    }
    let meant = ["http", "https"].filter { Self.isMisspelt(scheme, $0) }
      .min { Self.distance(scheme, $0) < Self.distance(scheme, $1) }
    return "begins with “\(scheme):”, a scheme that browsers do not know"
      + (meant.map { " (\($0)?)" } ?? "")
  }

  /// Whether a scheme is one that browsers act on themselves, or hand to another program.
  private static func isOfPrograms(_ scheme: String) -> Bool {
    known.contains(scheme)
      || ["ms-", "web+", "x-", "com.", "org.", "net.", "uk.", "itms", "intent", "zoom", "fb"]
        .contains { scheme.hasPrefix($0) }
  }

  /// Those that stand on pages, of <https://www.iana.org/assignments/uri-schemes> and of well-known programs.
  private static let known = Set(
    """
    about acct android-app apt ar blob bitcoin calendar callto cid data dav dns ethereum facetime facetime-audio fax feed \
    feeds filesystem geo git google.navigation h323 im imap info instagram irc irc6 ircs isbn javascript jid ldap ldaps \
    linkedin livescript lync magnet mailto maps market mid mms mocha msteams news nfs nntp onenote openid outlook pkcs11 \
    pop prefs rtsp sgnl shareplay shortcuts signal sip sips skype slack sms smsto snapchat snmp spotify ssh steam svn tag \
    teams tel telnet tez tg threads tiktok tv twitter upi urn vbscript viber view-source vnc vnd.youtube waze webcal \
    wechat weixin whatsapp ws wss wtai xmpp youtube chrome chrome-extension moz-extension resource safari
    """.split(separator: " ").map(String.init)
  )

  /// Whether a word is another with hardly a letter more, less, or in another place.
  private static func isMisspelt(_ word: String, _ meant: String) -> Bool {
    guard word.utf8.count <= 8 else { return false }
    return word.utf8.sorted() == meant.utf8.sorted()
      || distance(word, meant) <= (word.utf8.count < 4 ? 1 : 2)
  }

  private static func distance(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first.utf8.prefix(16)), Array(second.utf8))
    var row = Array(0...second.count)
    for (line, letter) in first.enumerated() {
      var corner = row[0]
      row[0] = line + 1
      for (column, other) in second.enumerated() {
        let next = min(row[column] + 1, row[column + 1] + 1, corner + (letter == other ? 0 : 1))
        (corner, row[column + 1]) = (row[column + 1], next)
      }
    }
    return row[second.count]
  }
}
