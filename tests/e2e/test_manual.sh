# The manual, in both languages: sound as roff, nothing missing, its examples
# true.
. ./lib.sh
fw=$FRAMEWALK
man=$(dirname "$fw")/share/man
groff_wide="groff -K utf8 -T utf8"	# what Chinese can be printed by

# The pages as plain words: fonts and escapes taken away, lines that are one
# joined.
plain()
{
	sed -e ':again' -e '/\\c$/{ N; s/\\c\n//; b again' -e '}' "$1" |
	sed 's/\\f[BIPR]//g; s/\\://g; s/^\.B //; s/\\-/-/g; s/\\(aq/'"'"'/g; s/\\e/\\/g'
}
# has FILE LINE: there is a line that begins so, as a word
has() { grep -q -- "^$2\([ ,，]\|\$\)" "$work/$1"; }

# sound FILE GROFF: neither groff nor mandoc has a word to say
sound()
{
	title=${1#"$man"/}
	check "$title is there" [ -s "$1" ]
	if command -v groff >/dev/null; then
		$2 -man -ww -z "$1" >"$work/out" 2>&1
		check "$title: groff has no warning" nothing_in out
	fi
	check "$title: no line of the template is left" \
		sh -c "! grep -q '^@' '$1'"
}

# lint FILE LEVEL: mandoc counts an ideograph for eight letters of a line, which
# is its one remark of style on Chinese
lint()
{
	command -v mandoc >/dev/null || return
	mandoc -T lint -W "$2" "$1" >"$work/out" 2>&1
	check "${1#"$man"/}: mandoc has no warning" nothing_in out
}

heads="sed -e s/^\\(\.S[HS]\\).*/\\1/ -e /^\.TH/d"	# without their titles
for page in man1/framewalk.1 man5/framewalk-scenario.5; do
	sound "$man/$page" groff
	lint "$man/$page" all
	sound "$man/zh_CN/$page" "$groff_wide"
	lint "$man/zh_CN/$page" warning
	file=${page#*/}
	for request in '^\.[ST][HSP]' '^@.*@$' '^\.B framewalk '; do
		grep -o "$request.*" "../../doc/$file" | $heads >"$work/english"
		grep -o "$request.*" "../../doc/zh/$file" | $heads >"$work/chinese"
		check "$file: the same $request in both languages" \
			cmp "$work/english" "$work/chinese"
	done
done

sentence="^[A-Za-z,]+ [a-z]+ [a-z]+ [a-z]+"

# every command, option, key, place of the environment
"$fw" --help | sed -n '/^commands/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p' >"$work/commands"
check "there are commands" [ "$(wc -l <"$work/commands")" -gt 5 ]
grep -rhoE 'getenv\("[A-Z_]+"\)|"LC_[A-Z]+"' ../../src |
	grep -oE '[A-Z_]{4,}' | sort -u >"$work/environment"

# names_all_of_the_program PAGE LANG
names_all_of_the_program()
{
	plain "$man/$1" >"$work/page"
	for command in $(cat "$work/commands"); do
		check "$1 has $command" has page "$command"
		for option in $("$fw" "$command" --help | grep -o -- '^  \(-[a-z], \)\?--[a-z-]*' |
		    grep -o -- '--[a-z-]*'); do
			check "$1 has $option" \
				grep -q -- "^\(-[a-z], \)\?$option\( \|\$\)" "$work/page"
		done
	done
	"$fw" keys --lang "$2" | sed -n 's/^  .\{10\}  //p' >"$work/docs"
	check "there are keys" [ "$(wc -l <"$work/docs")" -gt 30 ]
	tr '\n' ' ' <"$work/page" >"$work/words"
	while read -r doc; do
		check "$1 has the key: $doc" grep -qF -- "$doc" "$work/words"
	done <"$work/docs"
	for name in $(cat "$work/environment"); do
		check "$1 has $name" grep -q "$name" "$work/page"
	done
	for status in 0 1 2 3 4; do
		check "$1 has exit status $status" has page $status
	done
}
names_all_of_the_program man1/framewalk.1 en
names_all_of_the_program zh_CN/man1/framewalk.1 zh

# names_all_of_a_scenario PAGE: every verb, event, setting, key of the file
names_all_of_a_scenario()
{
	plain "$man/$1" >"$work/format"
	for word in $(sed -n 's/^OP(\([a-z_0-9]*\),.*/\1/p' ../../include/mm/op.def) \
	    $(sed -n 's/^EVENT(\([a-z_0-9]*\),.*/\1/p' ../../include/mm/event.def) \
	    $(sed -n 's/^SYSCTL([a-z_0-9]*, "\([^"]*\)".*/\1/p' ../../include/mm/sysctl.def) \
	    $(sed -n 's/.*{ \.key = "\([^"]*\)".*/\1/p' ../../src/load/*.c | sed 's/\$/[$]/'); do
		check "$1 has $word" has format "$word"
	done
}
names_all_of_a_scenario man5/framewalk-scenario.5
names_all_of_a_scenario zh_CN/man5/framewalk-scenario.5

# No sentence of the tables came in English.
for page in man1/framewalk.1 man5/framewalk-scenario.5; do
	plain "$man/$page" | grep -E "$sentence" >"$work/out"
	check "$page has sentences" [ "$(wc -l <"$work/out")" -gt 50 ]
	sed '/^\.nf/,/^\.fi/d' "$man/zh_CN/$page" >"$work/format"
	plain "$work/format" | grep -E "$sentence" >"$work/out"
	check "zh_CN/$page has none in English" nothing_in out
done

# examples
for format in man5/framewalk-scenario.5 zh_CN/man5/framewalk-scenario.5; do
	sed -n '/^\.nf/,/^\.fi/p' "$man/$format" | grep -v '^\.' |
		sed 's/\\://g' >"$work/example.json"
	status 0 "the scenario of $format" "$fw" run "$work/example.json"
done
sed -n '/EXAMPLES/,/SEE ALSO/s/^\.B framewalk //p' "$man/man1/framewalk.1" |
	sed 's/\\-/-/g' | grep -v mine.json >"$work/calls"
check "framewalk(1) has examples" [ -s "$work/calls" ]
while read -r call; do
	(cd "$work" && eval "$fw $call") >"$work/out" 2>&1 </dev/null
	got=$?
	check "framewalk $call" [ "$got" = 0 ]
done <"$work/calls"
finish
