# Settings are read from where XDG says, and nothing is ever written unasked.
. ./lib.sh

set_to()
{
	mkdir -p "$1/framewalk"
	printf "$2" >"$1/framewalk/config"
}

ascii_only() { ! screen | LC_ALL=C grep -q '[^ -~]'; }
lines() { screen | grep -q "│"; }

set_to "$work/config" 'ascii = on\n'
open_term 80x24 "XDG_CONFIG_HOME=$work/config '$FRAMEWALK' small.json --at 1"
at 1.1
check "\$XDG_CONFIG_HOME/framewalk/config is read" ascii_only
open_term 80x24 "XDG_CONFIG_HOME=$work/config '$FRAMEWALK' small.json --at 1 --no-config"
at 1.1
check "--no-config leaves it unread" lines
open_term 80x24 "XDG_CONFIG_HOME= HOME=$work/home '$FRAMEWALK' small.json --at 1"
at 1.1
check "a home without one is fine" lines
set_to "$work/home/.config" 'ascii = on\n'
open_term 80x24 "XDG_CONFIG_HOME= HOME=$work/home '$FRAMEWALK' small.json --at 1"
at 1.1
check "~/.config/framewalk/config is read" ascii_only
set_to "$work/config" 'lang = zh\n'
open_term 80x24 "XDG_CONFIG_HOME=$work/config '$FRAMEWALK' small.json --at 1 --lang en"
at 1.1
sees "an option wins over it" "How many\|One page"
set_to "$work/config" 'lang = zh\nthem = light\nascii = perhaps\n'
open_term 120x24 "XDG_CONFIG_HOME=$work/config '$FRAMEWALK' small.json; echo status \$?"
sees "a fault in it: exit 2" "^status 2"
sees "a fault in it: place and remedy" "config:2: there is no setting 'them'; did you mean 'theme'"
sees "each fault of it" "config:3: ascii is .*, not 'perhaps'"
status 0 "commands that print don't look at it" \
	env XDG_CONFIG_HOME="$work/config" "$FRAMEWALK" snap small.json --at 1

# themes of one's own
mkdir -p "$work/data/framewalk/themes"
sed 's/"dark"/"mine"/' ../../themes/dark.json >"$work/data/framewalk/themes/mine.json"
open_term 80x24 "XDG_DATA_HOME=$work/data '$FRAMEWALK' small.json --theme mine"
check "a theme in \$XDG_DATA_HOME/framewalk/themes" at 0
keys T
sees "it is the first of those of T" "theme colour-blind"
keys T T T T T
sees "and has its turn again" "theme mine"

# A viewer who asks for nothing to be kept finds nothing kept.
rm -rf "$work/home"
mkdir -p "$work/home" "$work/here"
cp small.json "$work/here"
open_term 80x24 "cd $work/here; unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME; HOME=$work/home '$FRAMEWALK' small.json; echo status \$?"
at 0
keys l l l T A A u r
seen "read again"
keys :
keys -l home
keys Enter
at 3.4
keys q
sees "it leaves" "^status 0"
check "nothing was written at home" [ -z "$(find "$work/home" -mindepth 1)" ]
check "nor beside the scenario" [ "$(ls -A "$work/here")" = small.json ]
finish
