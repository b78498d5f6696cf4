// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity
package import Foundation

/// What the ledger holds of one thing that happened, for ever: a line of canonical JSON.
///
///     {"at":"2026-11-27T02:00:09Z","digest":"sha512:…","document":"sha256:…","inventory":"sha512:…",
///      "leaf":"accession","run":"2026-11-27T020001Z","size":123456,"version":3}
///
/// It holds digests, numbers, times and our own words, and no text from outside: leaves are never taken back. Whose
/// document it is about, an address might tell, which can itself name a child: so that stands there as a
/// ``DocumentSeal``.
///
/// Canonical: as RFC 8785 has it; there is no number in it but whole ones, and no letter but those of ASCII.
package enum Leaf: Hashable, Sendable {
  /// The ledger begins; a leaf follows for each version that was held by then, of which it proves nothing for the time before.
  case beginning(Beginning)
  case accession(Accession)
  case run(Run)
  case acceptance(Acceptance)
  case suppression(Suppression)
  case unsuppression(Unsuppression)
  case repair(Repair)
  case stamp(Stamp)

  package struct Beginning: Codable, Hashable, Sendable {
    package let at: Date
    /// The last checkpoint of the ledger that this one goes on from, in a digest; nil where it is the first.
    package let after: Digest?
    /// Of the list of that ledger's files, as it was put aside; nil where it is the first, or has no list.
    package let files: Digest?
    /// For whoever reads the leaf itself; ledgers that were begun before it was written do not have it.
    package let note: String?

    package init(at: Date, after: Digest? = nil, files: Digest? = nil) {
      (self.at, self.after, self.files) = (at, after, files)
      note = "nothing is proven of the time before"
    }

    /// Whether there was a ledger before, which was put aside.
    package var hasPredecessor: Bool { after != nil || files != nil }
  }

  package struct Accession: Codable, Hashable, Sendable {
    /// When it was captured.
    package let at: Date
    /// Which document, sealed.
    package let document: Digest
    package let version: Int
    /// Of the payload.
    package let digest: Digest
    /// Of the payload, in bytes.
    package let size: Int64
    /// Of the inventory that came with the version; nil where it has none of its own, as other programs may leave it.
    ///
    /// An inventory names all content of its version and of those before it.
    package let inventory: Digest?
    /// The run that brought it; nil where nothing says so.
    package let run: String?

    package init(
      at: Date,
      document: Digest,
      version: Int,
      digest: Digest,
      size: Int64,
      inventory: Digest?,
      run: String?
    ) {
      self.at = at
      self.document = document
      self.version = version
      self.digest = digest
      self.size = size
      self.inventory = inventory
      self.run = run
    }
  }

  package struct Run: Codable, Hashable, Sendable {
    package let run: String
    /// Of its `report.json`.
    package let report: Digest
    /// Of its `visits.jsonl`; nil where it has none.
    package let visits: Digest?

    package init(run: String, report: Digest, visits: Digest?) {
      (self.run, self.report, self.visits) = (run, report, visits)
    }
  }
}

extension Leaf: Codable {
  private enum Key: String, CodingKey { case leaf }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let word = try container.decode(String.self, forKey: .leaf)
    switch word {
    case "beginning": self = .beginning(try Beginning(from: decoder))
    case "accession": self = .accession(try Accession(from: decoder))
    case "run": self = .run(try Run(from: decoder))
    case "acceptance": self = .acceptance(try Acceptance(from: decoder))
    case "suppression": self = .suppression(try Suppression(from: decoder))
    case "unsuppression": self = .unsuppression(try Unsuppression(from: decoder))
    case "repair": self = .repair(try Repair(from: decoder))
    case "stamp": self = .stamp(try Stamp(from: decoder))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .leaf,
        in: container,
        debugDescription: "“\(word)” is no kind of leaf that is known here"
      )
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .beginning(let value):
      try container.encode("beginning", forKey: .leaf)
      try value.encode(to: encoder)
    case .accession(let value):
      try container.encode("accession", forKey: .leaf)
      try value.encode(to: encoder)
    case .run(let value):
      try container.encode("run", forKey: .leaf)
      try value.encode(to: encoder)
    case .acceptance(let value):
      try container.encode("acceptance", forKey: .leaf)
      try value.encode(to: encoder)
    case .suppression(let value):
      try container.encode("suppression", forKey: .leaf)
      try value.encode(to: encoder)
    case .unsuppression(let value):
      try container.encode("unsuppression", forKey: .leaf)
      try value.encode(to: encoder)
    case .repair(let value):
      try container.encode("repair", forKey: .leaf)
      try value.encode(to: encoder)
    case .stamp(let value):
      try container.encode("stamp", forKey: .leaf)
      try value.encode(to: encoder)
    }
  }

  private static let forms = RecordForms<Leaf>()

  /// Reads an entry of the ledger; of a version in full only where it is not like one that was.
  ///
  /// - Parameter entry: what the ledger holds.
  /// - Throws: where it is no leaf: where ``RecordCoding`` would.
  package init(decoding entry: [UInt8]) throws {
    self = try Self.forms.record(in: entry) { form, model in
      guard case .accession(let leaf) = model else { return nil }
      return .accession(leaf.filled(by: form))
    } else: {
      try RecordCoding.decode(Leaf.self, from: $0)
    }
  }

  /// What the ledger holds, byte for byte.
  package var entry: String {
    get throws { String(try RecordCoding.encodeLine(self).dropLast()) }
  }
}

extension Leaf.Accession {
  fileprivate func filled(by form: RecordForm) -> Self {
    Leaf.Accession(
      at: form.time("at") ?? at,
      document: form.digest("document") ?? document,
      version: version,
      digest: form.digest("digest") ?? digest,
      size: form.count("size") ?? size,
      inventory: form.digest("inventory") ?? inventory,
      run: form.text("run") ?? run
    )
  }
}

extension Leaf {
  /// What stands in the place of the document's address; nil where it is about none, or about several.
  package var document: Digest? {
    switch self {
    case .accession(let leaf): leaf.document
    case .acceptance(let leaf): leaf.document
    case .repair(let leaf): leaf.document
    case .beginning, .run, .suppression, .unsuppression, .stamp: nil
    }
  }
}
