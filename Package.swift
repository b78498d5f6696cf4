// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import PackageDescription

// The house, floor by floor: a target imports only from floors below its own (docs/design.md §4).

let everywhere: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// For targets that never touch C: the compiler refuses unsafe constructs.
let safe = everywhere + [.strictMemorySafety()]

/// Rooms are optimised for their tests, too, which take several times as long otherwise; what `assert` asks is asked all the same.
let optimised: [SwiftSetting] = [
  .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))
]

let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

/// A room of the house (docs/design.md §4), on one of its floors; `settings` is ``everywhere`` only for those that touch C.
func library(
  _ name: String,
  importing dependencies: [Target.Dependency],
  settings: [SwiftSetting] = safe
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings + optimised)
}

/// The tests of a library; `files` lie beside them, and they read these themselves.
func tests(
  _ name: String,
  importing dependencies: [Target.Dependency] = [],
  beside files: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: [.target(name: name), "Support", system] + dependencies,
    exclude: files,
    swiftSettings: everywhere
  )
}

let package = Package(
  name: "hanaper",
  products: [.executable(name: "hanaper", targets: ["hanaper"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // Floor 0: system libraries.
    .systemLibrary(
      name: "CCurl",
      pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"])]
    ),
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
    .systemLibrary(
      name: "CSeccomp",
      pkgConfig: "libseccomp",
      providers: [.apt(["libseccomp-dev"])]
    ),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // Floor 1: what everything else stands on.
    library("Text", importing: []),
    library("Fixity", importing: ["COpenSSL"], settings: everywhere),
    library("Filing", importing: ["CLinux", system], settings: everywhere),
    library("Surroundings", importing: ["CLinux", system], settings: everywhere),
    library("Inflating", importing: ["CZlib"], settings: everywhere),
    library("Fencing", importing: ["CLinux", "CSeccomp", system], settings: everywhere),

    // Floor 2
    library("Addressing", importing: ["CCurl", "Text"], settings: everywhere),
    library("Scheduling", importing: ["Fixity", "Text"]),

    // Floor 3: formats and protocols, without input or output but for OCFL's own files.
    library("HTTP", importing: ["Addressing", "Text"]),
    library("HTML", importing: ["CGumbo", "Addressing", "Text"], settings: everywhere),
    library("Robots", importing: ["Addressing", "Text"]),
    library("Ledger", importing: ["Fixity", "Filing", "Text", system]),
    library("OCFL", importing: ["Fixity", "Filing", "Text", system]),

    // Floor 4
    library("Curl", importing: ["CCurl", "HTTP", "Addressing", "Text"], settings: everywhere),
    library("Records", importing: ["HTTP", "Addressing", "Fixity", "Text"]),

    // Floor 5
    library(
      "Fetching",
      importing: [
        "Curl", "Records", "HTTP", "Robots", "Addressing", "Fixity", "Filing", system,
        .product(name: "DequeModule", package: "swift-collections"),
      ]
    ),
    library(
      "Delivery",
      importing: ["Curl", "HTTP", "Addressing", "Fixity", "Filing", "Surroundings", "Text", system]
    ),
    library(
      "Stores",
      importing: ["Curl", "HTTP", "Fixity", "Filing", "Text", system]
    ),
    library(
      "Discovery",
      importing: ["HTML", "Records", "Addressing", "Inflating", "Text"],
      settings: everywhere
    ),
    library(
      "Appraisal",
      importing: ["Records", "HTML", "HTTP", "Addressing", "Fixity", "Inflating", "Text"]
    ),
    library(
      "Cataloguing",
      importing: [
        "Records", "HTTP", "Addressing", "Fixity", "Inflating", "Text", system,
        .product(name: "GRDB", package: "GRDB.swift"),
      ]
    ),
    library(
      "Extraction",
      importing: [
        "Records", "HTML", "Fencing", "Fixity", "Inflating", "Surroundings", "Text", system,
      ]
    ),

    // Floor 6
    library(
      "Night",
      importing: [
        "Records", "Discovery", "Appraisal", "HTML", "HTTP", "Addressing", "Fixity", "Text",
      ]
    ),
    library(
      "Archiving",
      importing: [
        "OCFL", "Ledger", "Cataloguing", "Extraction", "Records", "HTTP", "Addressing", "Fixity",
        "Filing", "Text", system,
      ]
    ),

    // Floor 7
    library(
      "Synchronising",
      importing: [
        "Archiving", "Night", "Cataloguing", "Extraction", "Fetching", "Curl", "Discovery",
        "Appraisal", "Records", "Robots", "HTML", "HTTP", "Ledger", "Addressing", "Fixity",
        "Filing", "Text", "CLinux", system,
      ]
    ),

    library(
      "Exchange",
      importing: [
        "Archiving", "Cataloguing", "Appraisal", "Records", "Ledger", "HTTP", "Addressing",
        "Fixity",
        "Filing", "Inflating", "Text", system,
      ]
    ),
    library(
      "Replication",
      importing: [
        "Archiving", "OCFL", "Ledger", "Records", "Stores", "Fixity", "Filing", "Text", system,
      ]
    ),
    library(
      "Reporting",
      importing: [
        "Archiving", "Night", "Cataloguing", "Extraction", "Records", "OCFL", "Addressing",
        "Fixity", "Text", system,
      ]
    ),

    // Floor 8
    library(
      "ReadingRoom",
      importing: [
        "Reporting", "Archiving", "Night", "Cataloguing", "Extraction", "Records", "Ledger", "HTTP",
        "Addressing", "Fixity", "Filing", "Text", system,
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
      ]
    ),

    // Floor 9
    .executableTarget(
      name: "hanaper",
      dependencies: [
        "ReadingRoom", "Exchange", "Replication", "Synchronising", "Reporting", "Archiving",
        "Night",
        "Cataloguing",
        "Fetching", "Curl",
        "Discovery", "Records", "OCFL", "Ledger", "HTTP", "Robots", "Addressing", "Fixity",
        "Filing", "Delivery", "Stores", "Extraction", "Scheduling", "Text", "Surroundings",
        "CLinux", system,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "Yams", package: "Yams"),
      ],
      resources: [.copy("DemoSite")],
      swiftSettings: safe
    ),

    // What taking documents in costs; `make benchmark` runs it, and no product holds it.
    .executableTarget(
      name: "benchmark-intake",
      dependencies: [
        "Archiving", "Cataloguing", "Records", "OCFL", "Ledger", "HTTP", "Addressing", "Fixity",
        "Filing", system,
      ],
      path: "Benchmarks/Intake",
      swiftSettings: everywhere
    ),

    // Tests: one target a room, the support they share, and the commands as a person runs them.
    .target(name: "CTestRun", path: "Tests/CTestRun"),
    .target(
      name: "Support",
      dependencies: [
        "COpenSSL", "CTestRun", "Records", "Ledger", "Addressing", "Fixity", "Filing", system,
      ],
      path: "Tests/Support",
      swiftSettings: everywhere
    ),
    .executableTarget(
      name: "fence-probe",
      dependencies: ["CTestRun", "Fencing", system],
      path: "Tests/FenceProbe",
      swiftSettings: everywhere
    ),
    .testTarget(
      name: "SupportTests",
      dependencies: ["Support", system],
      swiftSettings: everywhere
    ),
    tests("Text"),
    tests("Addressing"),
    tests("Fixity"),
    tests("Filing"),
    tests("Surroundings"),
    tests("Inflating"),
    tests("Fencing", importing: ["fence-probe"]),
    tests("Scheduling"),
    tests("HTTP", importing: ["Addressing"]),
    tests("HTML", importing: ["Addressing"]),
    tests("Robots", importing: ["Addressing"]),
    tests("Curl", importing: ["Addressing", "CTestRun", "HTTP"]),
    tests("Ledger", importing: ["Filing", "Fixity"]),
    tests("OCFL", importing: ["Filing", "Fixity"]),
    tests("Delivery", importing: ["Addressing", "Curl", "Fixity", "HTTP"]),
    tests("Fetching", importing: ["Addressing", "Curl", "Filing", "Fixity", "HTTP", "Robots"]),
    tests("Stores", importing: ["Curl", "Filing", "Fixity"]),
    tests("Discovery", importing: ["Addressing", "HTML", "Records"]),
    tests("Records", importing: ["Addressing", "Fixity"]),
    tests(
      "Night",
      importing: [
        "Records", "Discovery", "Appraisal", "HTML", "HTTP", "Addressing", "Fixity", "Text",
      ]
    ),
    tests("Appraisal", importing: ["Records", "Addressing", "HTTP", "Fixity", "Inflating"]),
    tests("Extraction", importing: ["Records", "Inflating"]),
    tests("Cataloguing", importing: ["Records", "Addressing", "Fixity", "HTTP"]),
    tests(
      "Archiving",
      importing: [
        "Addressing", "Records", "Cataloguing", "Filing", "Fixity", "Ledger", "OCFL", "Text",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]
    ),
    tests(
      "Synchronising",
      importing: [
        "Addressing", "Appraisal", "Records", "Night", "Archiving", "Cataloguing", "Curl",
        "Discovery", "Fetching", "Filing", "Fixity", "HTML", "HTTP", "Ledger", "OCFL",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      beside: ["Golden"]
    ),
    tests("Exchange", importing: ["Filing"]),
    tests("Replication", importing: ["OCFL", "Stores", "Fixity"]),
    tests(
      "Reporting",
      importing: ["Records", "Night", "Archiving", "Cataloguing", "Discovery", "Addressing"]
    ),
    tests(
      "ReadingRoom",
      importing: [
        "Records", "Cataloguing", "Addressing", "Fixity",
        .product(name: "Mustache", package: "swift-mustache"),
      ]
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "hanaper", "Support", "Replication", "Stores", "Archiving", "OCFL", "Fixity", system,
      ],
      exclude: ["ArchiveOfBefore", "ArchiveWithLedger", "Alerts"],
      swiftSettings: everywhere
    ),
  ]
)

// What only a build of its own links: `make fuzz`.
if Context.environment["HANAPER_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Appraisal", "Cataloguing", "Discovery", "Extraction", "Records", "HTTP", "Robots",
        "Ledger",
        "OCFL", "Addressing", "Scheduling", "Inflating",
      ],
      path: "Tests/Fuzzing",
      swiftSettings: everywhere
    )
  )
}

// For the thread sanitizer, which does not see into the standard library's locks: `make sanitize-threads`.
if Context.environment["HANAPER_THREADS"] != nil {
  for target in package.targets where target.swiftSettings != nil {
    target.dependencies.append("SeenLocks")
    target.swiftSettings?.append(.unsafeFlags(["-module-alias", "Synchronization=SeenLocks"]))
  }
  package.targets.append(
    .target(
      name: "SeenLocks",
      path: "Tests/SeenLocks",
      exclude: ["handed-on.txt"],
      swiftSettings: [.swiftLanguageMode(.v6)]
    )
  )
}
