# SPDX-License-Identifier: Apache-2.0
# make          build build/luoshi
# make run      install what is missing, build, serve the demo district on http://127.0.0.1:8080
#               make run REQUESTS=10000 adds a year of requests (some minutes, once)
# make test     run every test; the last line counts them
# make soak     the long runs: faults at every step, sanitizers over every trip, long fuzzing, a year of a district
# make bench    measure against the limits in goals of docs/architecture.md
LISTEN ?= 127.0.0.1:8080
REQUESTS ?=
DB ?= var/demo$(REQUESTS).db

.PHONY: all run demo test soak bench format clean
all: build/build.ninja
	@ninja -C build --quiet luoshi

build/build.ninja: meson.build
	@tools/bootstrap build
	@test -f $@ || meson setup build --buildtype=release -Db_ndebug=false >build.log 2>&1 || { cat build.log; rm -rf build; exit 1; }
	@rm -f build.log

$(DB): | all
	@mkdir -p $(dir $(DB))
	@echo "making the demo district in $(DB)"
	@build/luoshi demo --db $(DB) $(if $(REQUESTS),--requests $(REQUESTS))

run: all $(DB)
	@echo "serving http://$(LISTEN) (Ctrl-C ends it)"
	@exec build/luoshi serve --db $(DB) --listen $(LISTEN)

test:
	@tools/bootstrap test
	@exec python3 tools/test.py

soak:
	@tools/bootstrap test
	@exec python3 tools/test.py --soak

bench: all
	@tools/bootstrap test
	@exec python3 tools/bench.py

clean:
	rm -rf build build-* var
