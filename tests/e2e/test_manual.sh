# The manual: sound as roff, nothing missing, its examples true.
. ./lib.sh
fw=$FRAMEWALK
man=$(dirname "$fw")/share/man
page=$man/man1/framewalk.1
format=$man/man5/framewalk-scenario.5

# The pages as plain words: fonts and escapes taken away.
plain() { sed 's/\\f[BIPR]//g; s/^\.B //; s/\\-/-/g; s/\\(aq/'"'"'/g; s/\\e/\\/g' "$1"; }
plain "$page" >"$work/page"
plain "$format" >"$work/format"
# has FILE LINE: there is a line that begins so, as a word
has() { grep -q -- "^$2\([ ,]\|\$\)" "$work/$1"; }

for file in "$page" "$format"; do
	title=$(basename "$file")
	check "$title is there" [ -s "$file" ]
	if command -v groff >/dev/null; then
		groff -man -ww -z "$file" >"$work/out" 2>&1
		check "$title: groff has no warning" nothing_in out
	fi
	if command -v mandoc >/dev/null; then
		mandoc -T lint "$file" >"$work/out" 2>&1
		check "$title: mandoc has no warning" nothing_in out
	fi
	check "$title: no line of the template is left" \
		sh -c "! grep -q '^@' '$file'"
done

# every command, option, key, place of the environment
for command in $("$fw" --help | sed -n '/^commands/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
	check "framewalk(1) has $command" has page "$command"
	for option in $("$fw" "$command" --help | grep -o -- '^  \(-[a-z], \)\?--[a-z-]*' |
	    grep -o -- '--[a-z-]*'); do
		check "framewalk(1) has $option" \
			grep -q -- "^\(-[a-z], \)\?$option\( \|\$\)" "$work/page"
	done
done
"$fw" keys | sed -n 's/^  \(.\{10\}\)  .*/\1/p' | sed 's/ *$//' >"$work/keys"
"$fw" keys | sed -n 's/^  .\{10\}  //p' >"$work/docs"
check "there are keys" [ "$(wc -l <"$work/keys")" -gt 30 ]
tr '\n' ' ' <"$work/page" >"$work/words"
while read -r doc; do
	check "framewalk(1) has the key: $doc" grep -qF -- "$doc" "$work/words"
done <"$work/docs"
for name in $(grep -rhoE 'getenv\("[A-Z_]+"\)|"LC_[A-Z]+"' ../../src |
    grep -oE '[A-Z_]{4,}' | sort -u); do
	check "framewalk(1) has $name" grep -q "$name" "$work/page"
done
for status in 0 1 2 3 4; do
	check "framewalk(1) has exit status $status" has page $status
done

# every verb, event, setting, key of the file
for verb in $(sed -n 's/^OP(\([a-z_0-9]*\),.*/\1/p' ../../include/mm/op.def); do
	check "framewalk-scenario(5) has $verb" has format "$verb"
done
for event in $(sed -n 's/^EVENT(\([a-z_0-9]*\),.*/\1/p' ../../include/mm/event.def); do
	check "framewalk-scenario(5) has $event" has format "$event"
done
for key in $(sed -n 's/^SYSCTL([a-z_0-9]*, "\([^"]*\)".*/\1/p' \
    ../../include/mm/sysctl.def) $(sed -n 's/.*{ \.key = "\([^"]*\)".*/\1/p' \
    ../../src/load/*.c | sed 's/\$/[$]/'); do
	check "framewalk-scenario(5) has $key" has format "$key"
done

# examples
sed -n '/^\.nf/,/^\.fi/p' "$format" | grep -v '^\.' >"$work/example.json"
status 0 "the scenario of framewalk-scenario(5)" "$fw" run "$work/example.json"
sed -n '/EXAMPLES/,/SEE ALSO/s/^\.B framewalk //p' "$page" | sed 's/\\-/-/g' |
	grep -v mine.json >"$work/calls"
check "framewalk(1) has examples" [ -s "$work/calls" ]
while read -r call; do
	(cd "$work" && eval "$fw $call") >"$work/out" 2>&1 </dev/null
	got=$?
	check "framewalk $call" [ "$got" = 0 ]
done <"$work/calls"
finish
