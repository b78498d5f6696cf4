// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Ledger
import Synchronising

extension Settings {
  /// Reads the witnesses of the ledger.
  static func witnesses(
    _ written: ConfigurationFile.Ledger?,
    _ yaml: YAMLText
  ) throws(ConfigurationError) -> [LedgerWitness] {
    var witnesses: [LedgerWitness] = []
    for (number, witness) in (written?.witnesses ?? []).enumerated() {
      let place = [Key("ledger"), Key("witnesses"), Key(number)]
      guard let address = witness.address, let key = witness.key else {
        throw yaml.fault(at: place, "a witness has an `address` and a `key`")
      }
      witnesses.append(
        LedgerWitness(
          address: try self.address(address, at: place + [Key("address")], yaml),
          key: try self.key(key, at: place + [Key("key")], yaml)
        )
      )
    }
    return witnesses
  }

  /// Reads the authorities for time stamps.
  static func timestamps(
    _ written: ConfigurationFile.Ledger?,
    _ yaml: YAMLText
  ) throws(ConfigurationError) -> [WebAddress] {
    var addresses: [WebAddress] = []
    for (number, text) in (written?.timestamps ?? []).enumerated() {
      let place = [Key("ledger"), Key("timestamps"), Key(number)]
      addresses.append(try address(text, at: place, yaml))
    }
    return addresses
  }

  private static func address(
    _ text: String,
    at place: [any CodingKey],
    _ yaml: YAMLText
  ) throws(ConfigurationError) -> WebAddress {
    do throws(AddressError) {
      return try WebAddress(text)
    } catch {
      throw yaml.fault(at: place, error.description)
    }
  }

  private static func key(
    _ text: String,
    at place: [any CodingKey],
    _ yaml: YAMLText
  ) throws(ConfigurationError) -> NoteKey {
    let key: NoteKey
    do throws(NoteError) {
      key = try NoteKey(text)
    } catch {
      throw yaml.fault(at: place, "\(error)")
    }
    guard key.algorithm == .cosignature else {
      throw yaml.fault(
        at: place,
        "this is the key of a ledger; `hanaper witness` prints that of a witness"
      )
    }
    return key
  }
}
