# framewalk - build, check and install; `make help` lists what there is to make
#
# O is where everything built goes: make O=/tmp/mine builds beside others.
O	?= build
PREFIX	?= /usr/local
VERSION	:= 0.1.0
LESSON	?= 13-buddy
RESULTS	?= tests/fidelity/recordings
TRACES	?= tests/fidelity/traces
FUZZ_SECONDS ?= 60

ifeq ($(origin CC),default)
CC	:= gcc
endif
CLANG	?= clang
CFLAGS	?= -O2 -g
SANE	:= -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	   -fno-sanitize-recover=all -DFRAMEWALK_DEBUG
CSTD	:= -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE
WARN	:= -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes \
	   -Wstrict-prototypes -Wcast-qual
ifneq ($(findstring clang,$(shell $(CC) --version 2>/dev/null)),)
WARN	+= -Werror=incompatible-pointer-types-discards-qualifiers
else
WARN	+= -Werror=discarded-qualifiers
endif
ifeq ($(shell uname),Darwin)	# Homebrew's ncurses is not linked into place
BREW	:= $(shell brew --prefix 2>/dev/null)
HOST	:= -D_DARWIN_C_SOURCE -I$(BREW)/include -I$(BREW)/opt/ncurses/include \
	   -L$(BREW)/lib -L$(BREW)/opt/ncurses/lib
endif
# Neighbouring fields must not go through a vector register: it is slow to fill,
# and who reads one of them back waits for it. A fault takes 2 to 5 % longer.
CODE	:= -fno-strict-aliasing -fno-tree-slp-vectorize
BUILD	 = $(CC) $(CSTD) $(WARN) $(CODE) -Iinclude $(HOST) $(CFLAGS) $(EXTRA)

# What lint leaves out: rules of taste, what the compilers say better, and two
# that take variable arguments and sorted pointers for mistakes.
TIDY	:= -*,clang-analyzer-*,bugprone-*,-*-security.insecureAPI.*,-*-valist.*,$\
	   -*.Padding,-*-easily-swappable-parameters,-*-macro-parentheses,$\
	   -*-implicit-widening-*,-*-narrowing-conversions,$\
	   -*-suspicious-string-compare,-*-sizeof-expression
LIBS	:= -lncursesw -lcjson
say	 = $(if $V,,@echo '  $1 $(@:$O/%=%)';)	# V=1 shows the commands

# The engine is a library without ncurses and cJSON; `house` is everything but
# the door, for the tests.
SRC	:= $(wildcard src/*/*.c)
OBJ	:= $(SRC:src/%.c=$O/%.o)
ENGINE	:= $(filter $O/base/% $O/mm/% $O/story/% $O/time/%,$(OBJ))
HEADERS	:= $(wildcard include/*/*.h)
TESTS	:= $(patsubst tests/%.c,$O/%,$(wildcard tests/*/test_*.c))
FUZZERS	:= $(patsubst tests/%.c,$O/%,$(wildcard tests/fuzz/fuzz_*.c))
SCRIPTS	:= $(wildcard tests/e2e/test_*.sh)

all: floors $O/framewalk pages	## build the program, O/framewalk (the default)

$O/framewalk: $(filter-out $(ENGINE),$(OBJ)) $O/libframewalk.a
	$(call say,LD)$(BUILD) -o $@ $^ $(LIBS)

$O/libframewalk.a: $(ENGINE)
$O/libhouse.a: $(filter-out $O/cli/main.o,$(OBJ))
$O/%.a:
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $^

$O/%.o: src/%.c | $O/ready-build
	@mkdir -p $(@D)
	$(call say,CC)$(BUILD) $(DEFS) -MMD -MP -c -o $@ $<

$O/cli/%.o: DEFS = -DPREFIX='"$(PREFIX)"' -DVERSION='"$(VERSION)"'
$O/cli/%.o: $O/prefix
$O/prefix: FORCE	# changes when PREFIX does
	@mkdir -p $O && echo '$(PREFIX) $(VERSION)' | cmp -s - $@ || echo '$(PREFIX) $(VERSION)' >$@

# Manual and completions: the templates of doc/, filled from the program's
# tables. They stand below O as they are installed.
PAGES	:= man1/framewalk.1 man5/framewalk-scenario.5
SHARE	:= $(addprefix $O/share/,$(PAGES:%=man/%) $(PAGES:%=man/zh_CN/%) \
	   bash-completion/completions/framewalk zsh/site-functions/_framewalk \
	   fish/vendor_completions.d/framewalk.fish)
pages: $(SHARE)
$O/fill: $(wildcard doc/*.c doc/*.h) $O/libhouse.a $O/prefix
	$(call say,CC)$(BUILD) -DVERSION='"$(VERSION)"' -o $@ $(filter %.c,$^) \
	    $O/libhouse.a $(LIBS)
fill	= @mkdir -p $(@D); $O/fill $1 $< >$@.new && mv $@.new $@
$O/share/man/man1/%: doc/% $O/fill
	$(fill)
$O/share/man/man5/%: doc/% $O/fill
	$(fill)
$O/share/man/zh_CN/man1/%: doc/zh/% $O/fill
	$(call fill,zh)
$O/share/man/zh_CN/man5/%: doc/zh/% $O/fill
	$(call fill,zh)
$O/share/bash-completion/completions/%: doc/%.bash $O/fill
	$(fill)
$O/share/zsh/site-functions/_%: doc/%.zsh $O/fill
	$(fill)
$O/share/fish/vendor_completions.d/%: doc/% $O/fill
	$(fill)

# What the system must have. Only some goals may install it, all in one go.
MAY	:= $(if $(filter setup play check,$(MAKECMDGOALS)),install,tell)
$O/ready-%: .ci/setup
	@CC='$(CC)' sh .ci/setup $(MAY) $* && mkdir -p $O && touch $@
ifneq ($(filter setup check,$(MAKECMDGOALS)),)
$O/ready-build: $O/ready-tests
else
$O/ready-tests: $O/ready-build
endif

setup: $O/ready-build $O/ready-tests	## install what building and testing need
play: $O/framewalk	## set up, build, open a lesson (LESSON=05-demand)
	@FRAMEWALK_DATA='$(CURDIR)' $O/framewalk $(LESSON)
run: $O/framewalk	## the program; ARGS="events traces/13-buddy.json"
	@FRAMEWALK_DATA='$(CURDIR)' $O/framewalk $(ARGS)

# Tests: each file of tests/unit, golden, replay is a program. Its cmocka
# verdict goes into one closing of all.
$O/%: tests/%.c $O/libhouse.a | $O/ready-tests
	@mkdir -p $(@D)
	$(call say,CC)$(BUILD) -Itests/unit -MMD -MP -MF $@.d -o $@ $< $O/libhouse.a \
	    $(LIBS) -lcmocka -lm

unit: $(TESTS) $O/framewalk	## all cmocka programs; ONLY=buddy runs test_buddy
	@sh tests/run.sh $O $(if $(ONLY),$(filter %test_$(ONLY),$(TESTS)),$(TESTS))
golden: $(filter $O/golden/%,$(TESTS)) $O/framewalk	## pictures and recordings as text
	@sh tests/run.sh $O $(filter $O/golden/%,$(TESTS))
e2e: $O/framewalk pages | $O/ready-tests	## keys typed into a terminal
	@sh tests/run.sh $O $(SCRIPTS)
tests: $(TESTS) $O/framewalk pages	# all of these, under one closing
	@sh tests/run.sh $O $(TESTS) $(SCRIPTS)

# A fuzz target runs under libFuzzer where clang has it, else under driver.c.
FUZZ_MAIN ?= tests/fuzz/driver.c
$(FUZZERS): $O/%: tests/%.c $O/libhouse.a tests/fuzz/driver.c
	@mkdir -p $(@D)
	$(call say,CC)$(BUILD) -MMD -MP -MF $@.d -o $@ $< $(FUZZ_MAIN) $O/libhouse.a $(LIBS)

# Programs of several files.
.SECONDEXPANSION:
$O/fidelity $O/bench: $$(wildcard tests/$$(@F)/*.c tests/$$(@F)/*.h) $O/libhouse.a
	$(call say,CC)$(BUILD) -o $@ $(filter %.c,$^) $O/libhouse.a $(LIBS)

fidelity-quiet: $O/fidelity	# only what is wrong, and the sum
	@$O/fidelity $(RESULTS) $(TRACES) >$O/fidelity.tsv; status=$$?; \
	grep -E 'differs|out-of-band' $O/fidelity.tsv; tail -n 1 $O/fidelity.tsv; exit $$status
fidelity: $O/fidelity	## hold the model against a real kernel; RESULTS=DIR TRACES=DIR
	@$O/fidelity $(RESULTS) $(TRACES)
bench: $O/bench $O/framewalk	## measure; ARGS=--tsv for programs
	@$O/bench --program $O/framewalk $(ARGS)

# Recordings on a page; npm brings the player, so neither is part of check.
gallery: $O/framewalk	## O/gallery/index.html plays every walkthrough (npm)
	@FRAMEWALK_DATA='$(CURDIR)' sh tests/gallery/build.sh $O/framewalk $O/gallery
gallery-check: gallery	## the same in a browser without a window (chromium)
	@sh tests/gallery/check.sh $O/gallery

# Checks of the house itself.
floors:	## hold every #include against tests/floors
	@sh tests/floors.sh
headers: | $O/ready-build	## each header compiles alone; arena structs have no holes
	@for h in $(HEADERS:include/%=%); do \
	    echo "#include \"$$h\"" | $(BUILD) -x c -fsyntax-only - || exit 1; \
	done
	@echo '#include "mm/types.h"' | $(BUILD) -Werror=padded -x c -fsyntax-only -
probe	= echo 'int main(void) { return 0; }' | $1 -x c -o $O/probe - >/dev/null 2>&1
asan: | $O/ready-tests	## the tests and short fuzzing under ASan and UBSan
	@if $(call probe,$(CC) $(SANE)); then \
	    $(MAKE) --no-print-directory O=$O/asan CFLAGS='$(SANE)' tests short-fuzz; \
	else echo "asan: skipped, $(CC) has no sanitizer runtime"; fi
clang: | $O/ready-tests	## everything once more with clang, where present
	@if $(call probe,$(CLANG)); then \
	    $(MAKE) --no-print-directory O=$O/clang CC=$(CLANG) CFLAGS=-O1 programs; \
	else echo "clang: skipped, not installed"; fi
programs: $O/framewalk $O/fill $O/fidelity $O/bench $(TESTS) $(FUZZERS)
# The driver takes libFuzzer's flags; seeds are files, and a corpus that grows.
SEEDS	 = $O/corpus/$1 $(wildcard tests/fuzz/seeds/$1) $(if $(filter scenario,$1),traces)
feed	 = mkdir -p $O/corpus/$1 && $O/fuzz/fuzz_$1 $(FUZZ_FLAGS) -max_len=65536 \
	   -artifact_prefix=$O/ $(call SEEDS,$1) &&
short-fuzz: FUZZ_FLAGS := -runs=20000 -max_total_time=5
long-fuzz: FUZZ_FLAGS := -max_total_time=$(FUZZ_SECONDS)
short-fuzz long-fuzz: $(FUZZERS)
	@$(foreach f,$(FUZZERS:$O/fuzz/fuzz_%=%),$(call feed,$f)) true
fuzz:	## fuzz for FUZZ_SECONDS a target, with clang's libFuzzer where present
	@if $(call probe,$(CLANG) -fsanitize=fuzzer-no-link,address); then \
	    $(MAKE) --no-print-directory O=$O/fuzzer CC=$(CLANG) FUZZ_MAIN=-fsanitize=fuzzer \
	        CFLAGS='$(SANE) -fsanitize=fuzzer-no-link' long-fuzz; \
	else $(MAKE) --no-print-directory O=$O/asan CFLAGS='$(SANE)' long-fuzz; fi

check: floors headers all tests fidelity-quiet asan clang	## set up, build, all tests
	@cat $O/closing
lint:	## clang-tidy and cppcheck, as far as present
	@if command -v clang-tidy >/dev/null; then \
	    echo $(SRC) $(wildcard doc/*.c) | xargs -n 8 -P 2 sh -c 'clang-tidy --quiet "$$@" --checks="$(TIDY)" \
	        --warnings-as-errors="*" -- $(CSTD) -Iinclude $(HOST)' tidy; \
	else echo "lint: no clang-tidy here"; fi
	@if command -v cppcheck >/dev/null; then \
	    cppcheck --quiet --std=c11 --enable=warning,performance,portability \
	        --max-configs=1 --suppress=uninitvar --suppress=toomanyconfigs \
	        --inline-suppr --error-exitcode=1 -Iinclude src; \
	else echo "lint: no cppcheck here"; fi
format:	## clang-format over all C files
	clang-format -i $(SRC) $(HEADERS) $(wildcard doc/*.[ch] tests/*/*.c)

# What is put where. The folder of walkthroughs and themes is the program's own;
# of the others those that are left empty are removed in a staging tree only.
DATA	 = $(DESTDIR)$(PREFIX)/share/framewalk
INSTALLED = bin/framewalk $(SHARE:$O/%=%)
install: all	## into PREFIX (/usr/local), below DESTDIR
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,$(sort $(dir $(INSTALLED))))
	install -m 755 $O/framewalk $(DESTDIR)$(PREFIX)/bin
	for f in $(SHARE:$O/%=%); do \
	    install -m 644 $O/$$f $(DESTDIR)$(PREFIX)/$$f || exit 1; done
	rm -rf $(DATA) && install -d $(DATA) && cp -R traces themes $(DATA)
	chmod -R u=rwX,go=rX $(DATA)
uninstall:	## take away what install put there
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,$(INSTALLED))
	rm -rf $(DATA)
	$(if $(DESTDIR),-cd '$(DESTDIR)' && rmdir -p $(patsubst /%,%,$(addprefix \
	    $(PREFIX)/,$(sort $(dir $(INSTALLED))))) 2>/dev/null || true)
dist:	## framewalk-VERSION.tar.gz of what is committed
	git archive --prefix=framewalk-$(VERSION)/ HEAD | gzip -n >framewalk-$(VERSION).tar.gz
clean:	## remove O
	rm -rf $O
help:	## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | expand -t 16

-include $(OBJ:.o=.d) $(TESTS:=.d) $(FUZZERS:=.d)
FORCE:
.PHONY: all pages setup play run unit golden e2e tests fidelity fidelity-quiet \
	bench gallery gallery-check floors headers asan clang programs short-fuzz fuzz long-fuzz \
	check lint format install uninstall dist clean help
