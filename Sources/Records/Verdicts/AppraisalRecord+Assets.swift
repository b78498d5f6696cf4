// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

extension AppraisalRecord {
  /// What the answer means where it is known how the site's servers answer, else the ``sentence``.
  ///
  /// On the file servers of GOV.UK a permanent redirect leads to a file's successor, 410 says that it was deleted, and a
  /// redirect for the moment to a page that its page was unpublished.
  ///
  /// - Parameter address: what was asked for.
  /// - Returns: one clause, no capital, no full stop.
  package func sentence(at address: WebAddress) -> String {
    guard Self.isAsset(address) else { return sentence }
    switch verdict {
    case .movedAndChanged(let target, let kind):
      return "the publisher replaced it: \(kind.nameWithArticle) at \(target) is its successor"
    case .moved(let target):
      return "the publisher replaced it by the same file at \(target)"
    case .gone:
      return "the publisher deleted the file (status 410)"
    case .notFound:
      return
        "there is nothing at this address (status 404); a file that is being checked for viruses is answered so too"
    case .softMissing where evidence.finalAddress?.path == "/government/placeholder":
      return "the file is being checked for viruses; for the time being a placeholder comes"
    case .softMissing where evidence.finalAddress != nil:
      let page = evidence.finalAddress?.text ?? ""
      return "the publisher unpublished it: its address leads to the page \(page)"
    default:
      return sentence
    }
  }

  /// Whether a file of GOV.UK is meant, by the address that it has now or had before 2019.
  package static func isAsset(_ address: WebAddress) -> Bool {
    switch address.host {
    case "assets.publishing.service.gov.uk", "assets.digital.cabinet-office.gov.uk": true
    case "www.gov.uk": address.path.hasPrefix("/government/uploads/")
    default: false
    }
  }
}
