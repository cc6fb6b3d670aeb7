# Every command's help, exit status and messages; no terminal needed.
. ./lib.sh
fw=$FRAMEWALK

status 0 "--help" "$fw" --help
check "--help goes to the standard output" nothing_in err
check "--help names the exit statuses" out_has "^  4  .*expectation"
for command in play run proc events snap record check list keys; do
	check "--help lists $command" out_has "^  $command "
done
for command in play run proc events snap record check list keys; do
	status 0 "$command --help" "$fw" $command --help
	check "$command --help shows its usage" \
		out_has "^usage: framewalk $command"
	check "$command --help has nothing on stderr" nothing_in err
done
status 0 "--version" "$fw" --version
check "--version is one line" out_has "^framewalk [0-9]"

# usage
status 2 "unknown option" "$fw" run --josn x
check "it says which command has no such option" err_has "run has no option '--josn'"
status 2 "mistyped option" "$fw" events --josn x
check "the nearest option is named" err_has "did you mean '--json'"
status 2 "mistyped command" "$fw" chekc x
check "the nearest command is named" err_has "did you mean 'check'"
status 2 "missing argument" "$fw" proc meminfo
check "the usage line is printed" err_has "usage: framewalk proc"
status 2 "too many arguments" "$fw" snap a b
status 2 "bad word for an option" "$fw" snap small.json --format jpeg
check "the words are named" err_has "text, ansi or svg"
status 2 "option without its value" "$fw" snap small.json --at
status 2 "bad size" "$fw" snap small.json --size 80by24
status 2 "unknown view" "$fw" snap small.json --view budy
check "the nearest view is named" err_has "did you mean 'buddy'"
status 2 "the title of a view" "$fw" snap small.json --view page-cache
check "its name is said" err_has "did you mean 'cache'"
status 2 "no view at all" "$fw" snap small.json --view nothing
check "all of them are named" err_has "overview, space, .*, swap, oom$"
status 0 "snap --help" "$fw" snap --help
check "it lists the views" out_has "^  oom  *OOM$"
status 2 "unknown position" "$fw" proc meminfo small.json --at nowhere
check "it names the position" err_has "nowhere"
"$fw" help "free $(printf '\033')[31mX" >"$work/help.txt"
check "help prints no control character" sh -c '! grep -q "$(printf "\033")" '"$work"'/help.txt'
status 2 "the scenario first" "$fw" proc small.json /proc/meminfo
check "the order is said" \
    err_has "comes first: 'framewalk proc /proc/meminfo small.json'"
status 2 "unknown file of /proc" "$fw" proc nonsense small.json

# files that cannot be read, or are wrong
status 1 "no such scenario" "$fw" run nosuch.json
check "it names the file" err_has "nosuch.json"
# the least address space in which the program starts has no room for a machine
least=8000
until (ulimit -v $least; "$fw" --version) >/dev/null 2>&1 || [ $least -gt 99999 ]; do
	least=$((least + 2000))
done
if [ $least -le 99999 ]; then
	status 1 "a host without room" sh -c "ulimit -v $least; '$fw' run small.json"
	check "is told as that" err_has "out of memory"
	status 1 "and no fault of the file" sh -c "ulimit -v $least; '$fw' check small.json"
fi
status 3 "scenario with a fault: check" "$fw" check bad.json
check "the place and the fault are printed" err_has "^bad.json:[0-9]*:[0-9]*: .*alloc_pagse"
check "what hangs on it is no fault of its own" [ "$(wc -l <"$work/err")" = 1 ]
check "nothing on the standard output" nothing_in out
status 3 "scenario with a fault: run" "$fw" run bad.json
status 3 "scenario with a fault: proc" "$fw" proc meminfo bad.json
printf '{ "framewalk": 1, "title": "\033[2J" ' >"$work/escape.json"
status 3 "a hostile file" "$fw" check "$work/escape.json"
check "no control character comes through" sh -c "! grep -q '$(printf '\033')' $work/err"

# the language of messages
status 3 "a fault in Chinese" "$fw" run --lang zh bad.json
check "the place as ever, the fault in Chinese" \
	err_has '^bad.json:[0-9]*:[0-9]*: 不认识的操作 "alloc_pagse"，是否想写 "alloc_pages"？$'
status 3 "check --lang" "$fw" check --lang zh bad.json
check "speaks Chinese as well" err_has "不认识的操作"
status 3 "LANG=C" env LANG=C "$fw" run bad.json
check "English" err_has '^bad.json:[0-9]*:[0-9]*: unknown operation "alloc_pagse", '
chinese="env LC_CTYPE=C.UTF-8 LC_MESSAGES=zh_CN.UTF-8"
status 3 "a Chinese locale" $chinese "$fw" check bad.json
check "Chinese" err_has "不认识的操作"
status 2 "before any option is read" $chinese "$fw" chekc x
check "Chinese, too" err_has "没有命令“chekc”；是否想输入“check”？"
status 3 "--lang goes before the locale" $chinese "$fw" check --lang en bad.json
check "English, asked for" err_has "unknown operation"
status 3 "Chinese, but its characters cannot be shown" \
	env LC_CTYPE=C LC_MESSAGES=zh_CN.UTF-8 "$fw" check bad.json
check "English, as nothing else can be read" err_has "unknown operation"
"$fw" run failing.json >"$work/english"
status 4 "what is printed, in a Chinese locale" $chinese "$fw" run failing.json
check "is what it is everywhere" cmp -s "$work/out" "$work/english"
"$fw" record small.json --keys ': 9 9 Enter' >"$work/english"
check "a recording holds a message" grep -q "the steps are 0 to" "$work/english"
status 0 "the same in a Chinese locale" \
	$chinese "$fw" record small.json --keys ': 9 9 Enter'
check "gives the same bytes" cmp -s "$work/out" "$work/english"
status 1 "what cannot be written" $chinese "$fw" snap small.json -o "$work/no/x"
check "is told in Chinese again" err_has "无法写入“.*”：没有那个文件或目录"
status 4 "unless --lang asks for it" "$fw" run --lang zh failing.json
check "in Chinese, with its place" \
	out_has '^failing.json:[0-9]*: 第 3 步 "home"：.* 为 .*，预期 '
check "the summary, too" out_has "3 个步骤，8 个操作，2 个预期，1 个提问：1 个不符$"

status 4 "failing expectation" "$fw" run failing.json
check "file, line, step and label" \
	out_has '^failing.json:[0-9]*: step 3 "home": '
check "the summary counts it" out_has ": 1 failed$"
status 3 "a fault outweighs an expectation" "$fw" run failing.json bad.json
status 1 "a folder" "$fw" check "$work"
check "it is told from a missing file" err_has "is a folder"
head='{"framewalk": 1, "title": "t", "machine": {"ram": "64M"}}'
printf '%s\n{"exek": "demo"}\n' "$head" >"$work/verb.jsonl"
status 3 "a misspelt verb on a line" "$fw" check "$work/verb.jsonl"
check "the nearest verb is named" err_has "did you mean \"exec\""
printf '%s\n{"sleep": 1, "until": "meminfo.Fre > 1", "max": 9}\n' "$head" \
	>"$work/until.jsonl"
status 4 "an until without a value" "$fw" run "$work/until.jsonl"
check "it is quoted" out_has "until \"meminfo.Fre > 1\": "
status 3 "the same, checked without running" "$fw" check "$work/until.jsonl"
check "the path and its place" err_has ":2:1: 'meminfo.Fre' names no value"

# what works
status 0 "check" "$fw" check small.json
check "a good file is silent" nothing_in out
status 0 "run" "$fw" run small.json
check "the summary" out_has "^small.json: 3 steps, 8 operations, 2 expectations, 1 question: all hold$"
status 0 "run from the standard input" sh -c "'$fw' run - <small.json"
status 0 "proc" "$fw" proc buddyinfo small.json --at first
check "buddyinfo after the first step" out_has "Normal      1      1      1      1      1      0"
status 0 "proc at the end" "$fw" proc buddyinfo small.json
check "all is joined again" out_has "Normal      0      0      0      0      0      1"
status 0 "a program" "$fw" proc 'free --old -h' small.json
check "free(1)'s table" out_has "^Mem:          128Ki "
status 2 "an argument that it does not know" "$fw" proc 'free -q' small.json
check "what it knows" err_has "free does not know ' -q'"
status 0 "--text at an event" "$fw" small.json --text --at 1.1.9
check "its operation's last: by event, too" out_has "^position 1.1 .* by event"
check "it changed no zone" out_has "^[*] zone Normal free 31 of 32"
status 0 "--text at an event that changes no count" \
	"$fw" small.json --text --at 2.2.1
check "what the step changed before is no news" \
	out_has "^  frames of Normal [.] 30 "
check "the event is" out_has "^[*] event 2.2.1 "
check "the keys come last" [ "$(tail -n 1 "$work/out" | cut -c1-10)" = "  keys l o" ]
check "the what-if among them" out_has "^  keys .*, w what-if, ? help, q quit$"
status 0 "--text at a step" "$fw" small.json --text --at 2
check "what changed counts from the step" out_has "^position 2.3 .* by step"
status 0 "--text of all steps" "$fw" small.json --text
check "has no keys" [ "$(grep -c "^  keys " "$work/out")" = 0 ]
status 0 "help" "$fw" help
check "help is the page of --help" [ "$(cat "$work/out")" = "$("$fw" --help)" ]
status 0 "help of a phrase in several words" "$fw" help page table
check "is the help of the phrase" out_has "^  t  page table$"
check "of a letter also where it is seen" out_has "Seen in .*frames"
check "no line of it is wider than a page" \
	[ -z "$(awk 'length > 80' "$work/out")" ]
status 2 "help of a phrase that is nowhere" "$fw" help nonsense wordx
check "names all of it" err_has "'nonsense wordx'"
status 0 "help of a command" "$fw" help snap
check "is the page of its --help" \
	[ "$(cat "$work/out")" = "$("$fw" snap --help)" ]
status 0 "--help in a Chinese locale" $chinese "$fw" --help
check "is in Chinese" out_has "^用法：framewalk"
cp "$work/out" "$work/page"
check "so is help" [ "$($chinese "$fw" help)" = "$(cat "$work/page")" ]
status 0 "--lang zh --help" "$fw" --lang zh --help
check "is the same page" cmp -s "$work/out" "$work/page"
status 0 "play --help --lang zh" "$fw" play --help --lang zh
check "has its options in Chinese" out_has "^  --at POS \{14\}停在这个位置$"
status 0 "--lang en in a Chinese locale" $chinese "$fw" snap --help --lang en
check "is in English" out_has "^usage: framewalk snap"
status 0 "--help where Chinese cannot be shown" \
	env LC_CTYPE=C LC_MESSAGES=zh_CN.UTF-8 "$fw" --help
check "is in English, too" out_has "^usage: "
status 0 "a Chinese locale that is not installed" env LANG=zh_XX.UTF-8 "$fw" keys
check "is known by its name" out_has "退出"
status 2 "a wrong call behind --lang" "$fw" play --lang zh --bogus
check "is told in Chinese" err_has "play 没有选项 --bogus"
mkdir -p "$work/settings/framewalk"
echo 'lang = zh' >"$work/settings/framewalk/config"
for call in --help "help run" "events --help" keys list; do
	status 0 "$call, with a setting" \
		env XDG_CONFIG_HOME="$work/settings" "$fw" $call
	check "in the language of the settings" grep -q "的" "$work/out"
done
echo 'lnag = zh' >"$work/settings/framewalk/config"
status 0 "a fault in the settings" \
	env XDG_CONFIG_HOME="$work/settings" "$fw" snap --help
check "is told" err_has "did you mean 'lang'"
check "and hides no help" out_has "^usage: framewalk snap"
status 0 "help of an operation" "$fw" help mmap
check "has its arguments" out_has "  mmap .*length= "
status 0 "help in Chinese" "$fw" help --lang zh vm.swappiness
check "says it in Chinese" out_has "内核参数"
status 0 "help of a word that events speak of" "$fw" help kswapd
check "lists them" out_has "^      kswapd goes to sleep"
status 2 "help of nothing known" "$fw" help mmep
check "names the nearest word" err_has "did you mean 'mmap'"
status 0 "proc --help" "$fw" proc --help
check "it lists the files" out_has "^  PID/smaps_rollup "
status 0 "events" "$fw" events small.json --at 1
check "a line of perf script" \
	out_has "^ *swapper  *0 \[000\] *[0-9]*\.[0-9]\{6\}: kmem:mm_page_alloc: .*order=0"
nr_step1=$(wc -l <"$work/out")
"$fw" events small.json >"$work/all"
status 0 "events --from" "$fw" events small.json --from 1
check "--from and --at cut the list in two" \
	[ $((nr_step1 + $(wc -l <"$work/out"))) = "$(wc -l <"$work/all")" ]
status 2 "--from behind --at" "$fw" events small.json --from 2 --at 1
check "it says which" err_has "from 2 lies behind --at 1"
status 0 "a reader that has enough" sh -c "(sleep 0.2; '$fw' events small.json) | :"
check "is no mistake" nothing_in err
status 0 "events --json" "$fw" events small.json --json
check "as many lines of JSON as events" \
	[ "$(wc -l <"$work/out")" = "$(wc -l <"$work/all")" ]
check "an event in JSON" out_has '"position":"1.1.[0-9]*",.*"event":"buddy_split","fields":{"pfn":'
status 0 "snap" "$fw" snap small.json --at 1
check "24 rows" [ "$(wc -l <"$work/out")" = 24 ]
"$fw" snap small.json --at 1 >"$work/again"
check "the same bytes each time" cmp -s "$work/out" "$work/again"
status 0 "snap --size" "$fw" snap small.json --at 1 --size 120x40
check "40 rows" [ "$(wc -l <"$work/out")" = 40 ]
status 0 "snap --ascii" "$fw" snap small.json --at 1 --ascii
check "only ASCII" sh -c "! LC_ALL=C grep -q '[^ -~]' $work/out"
status 0 "snap --lang zh" "$fw" snap small.json --at 1 --lang zh
check "the narration is Chinese" out_has "直到剩下一页"
status 0 "snap --format svg" "$fw" snap small.json --at 1 --format svg
check "an SVG" out_has "<svg"
status 0 "snap --format ansi" "$fw" snap small.json --at 1 --format ansi
check "colour sequences" out_has "$(printf '\033\\[')"
status 0 "snap -o" "$fw" snap small.json --at 1 -o "$work/file"
check "the file is the picture" cmp -s "$work/file" "$work/again"
status 1 "snap -o onto a picture" "$fw" snap small.json --at 2 -o "$work/file"
check "what replaces it" err_has "file' exists; --force replaces it"
check "it stays" cmp -s "$work/file" "$work/again"
status 0 "snap -f" "$fw" snap small.json --at 2 -f -o "$work/file"
check "it is another one" sh -c "! cmp -s '$work/file' '$work/again'"
status 0 "snap --size below the smallest" "$fw" snap small.json --size 39x12
check "what is needed" out_has "framewalk needs 40x12, this is 39x12"
status 0 "snap of a single cell" "$fw" snap small.json --size 1x1
check "is one character" [ "$(wc -c <"$work/out")" = 2 ]
status 1 "snap -o into nowhere" "$fw" snap small.json -o /nonexistent/x
status 0 "list" "$fw" list
status 0 "list --paths" "$fw" list --paths
status 0 "list of labels" "$fw" list labels.json --lang zh
printf 'first                   1  一\nsecond                  3  Three\n' >"$work/wanted"
check "label, step, title" cmp "$work/wanted" "$work/out"
status 3 "list of labels of a bad file" "$fw" list bad.json
check "nothing of it is listed" nothing_in out
check "its faults are told" err_has "^bad.json:[0-9]*:[0-9]*: "
status 1 "list of labels of no file" "$fw" list /nonexistent
status 2 "list --paths of one" "$fw" list --paths labels.json
status 0 "keys" "$fw" keys
check "keys: one unit on" out_has "l Right .*one unit on"
status 0 "keys in Chinese" "$fw" keys --lang zh
check "the Chinese sentence" out_has "退出"

# installed walkthroughs
mkdir -p "$work/data/traces"
cp small.json "$work/data/traces/99-toy.json"
status 0 "a walkthrough by its name" \
	env FRAMEWALK_DATA="$work/data" "$fw" run 99-toy
status 0 "it is listed" env FRAMEWALK_DATA="$work/data" "$fw" list
check "with its title" out_has "^99-toy  *A toy zone$"
status 1 "a name that is nearly right" \
	env FRAMEWALK_DATA="$work/data" "$fw" run 99-tot
check "is put right" err_has "did you mean '99-toy'"
status 1 "a part of a name" env FRAMEWALK_DATA="$work/data" "$fw" run 99
check "is put right, too" err_has "did you mean '99-toy'"

# every walkthrough that is shipped holds what it says
for file in "$here"/../../traces/*.json "$here"/../../traces/*.jsonl; do
	[ -e "$file" ] || continue
	status 0 "run $(basename "$file")" "$fw" run "$file"
done

# text mode: no terminal to draw on
status 0 "play into a file" "$fw" small.json
check "position 0" out_has "^position 0 "
check "the last step" out_has "^position 3.4 "
check "no escape sequence" sh -c "! grep -q '$(printf '\033')' $work/out"
status 0 "play --at into a file" "$fw" small.json --at first
check "that position" out_has "^position 1.1 "
check "and no other" [ "$(grep -c '^position' "$work/out")" = 1 ]

# output that does not arrive
if [ -w /dev/full ]; then
	for command in "keys" "run small.json" "--help" \
		"proc meminfo small.json" "events small.json" \
		"snap small.json" "record small.json" "small.json"; do
		"$fw" $command >/dev/full 2>"$work/err"
		got=$?
		check "full disk: $command" [ $got = 1 ]
		check "full disk: $command says so" err_has "cannot write"
	done
fi
"$fw" keys >&- 2>"$work/err"
got=$?
check "closed standard output" [ $got = 1 ]
{ sleep 0.2; "$fw" events small.json 2>"$work/err"; echo $? >"$work/rc"; } | :
check "closed pipe" [ "$(cat "$work/rc")" = 1 ]

finish
