// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What the three that keep account of a document say of its last version, before another is made.
///
/// The object is what is held. The manifest was written after it, and the catalogue last; so none of them
/// can know of more than the object, unless something was lost.
struct VersionAccounts: Hashable, Sendable {
  /// 0 where it knows of none.
  let catalogue: Int
  let manifest: ManifestAccounts.Account
  /// 0 where there is no object.
  let object: Int
  /// The files that the object's inventory states.
  let inventory: ManifestAccounts.Account

  enum Judgement: Hashable, Sendable {
    case agreed
    /// Only the catalogue is behind: the object is gone by.
    case catalogueBehind(String)
    /// Something is lost; nothing is made before a person has looked.
    case lost(String)
  }

  var judgement: Judgement {
    if manifest.version > object || catalogue > object {
      let witness = catalogue > object ? "catalogue" : "manifest"
      let known = max(catalogue, manifest.version)
      return .lost(
        object == 0
          ? "the \(witness) knows v\(known) of it, and there is no object"
          : "the \(witness) knows v\(known) of it, and the object ends with v\(object)"
      )
    }
    if manifest.files < inventory.files {
      let missing = inventory.files - manifest.files
      return .lost(
        "the manifest does not state \(missing) of the \(inventory.files) files that the object holds"
      )
    }
    guard manifest == inventory else {
      return .lost("the manifest states other files or other digests than the object's inventory")
    }
    guard catalogue < object else { return .agreed }
    let known = catalogue == 0 ? "knows of no version" : "ends with v\(catalogue)"
    return .catalogueBehind("the catalogue \(known), and v\(object) is held")
  }
}
