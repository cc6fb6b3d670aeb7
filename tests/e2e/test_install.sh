# make install and uninstall, into a temporary folder.
. ./lib.sh
built=$(dirname "$FRAMEWALK")
read -r prefix version <"$built/prefix"
stage=$work/stage
root=$stage$prefix
unset FRAMEWALK_DATA XDG_DATA_HOME
HOME=$work
export HOME

# install_goal GOAL: with the options that it was built with
install_goal()
{
	${MAKE:-make} -s -C ../.. O="$built" PREFIX="$prefix" \
		DESTDIR="$stage" "$1" >"$work/out" 2>&1
}

check "make install" install_goal install
for file in bin/framewalk share/man/man1/framewalk.1 \
	share/man/man5/framewalk-scenario.5 \
	share/man/zh_CN/man1/framewalk.1 \
	share/man/zh_CN/man5/framewalk-scenario.5 \
	share/bash-completion/completions/framewalk \
	share/zsh/site-functions/_framewalk \
	share/fish/vendor_completions.d/framewalk.fish \
	share/framewalk/traces/schema/scenario.json \
	share/framewalk/themes/dark.json; do
	check "it installs $file" [ -s "$root/$file" ]
done
check "every walkthrough" [ "$(cd ../../traces && ls *.json)" = \
	"$(cd "$root/share/framewalk/traces" && ls *.json)" ]
check "all of it can be read by everybody" \
	[ -z "$(find "$stage" ! -perm -444)" ]
check "the manual tells the version" \
	grep -q "framewalk $version" "$root/share/man/man1/framewalk.1"

# from anywhere: by its path, by PATH, through a link
cd / || exit 1
status 0 "it finds its walkthroughs" "$root/bin/framewalk" list --paths
check "those that are installed" \
	[ "$(grep -c "$root/.*share/framewalk/traces/" "$work/out")" = "$(wc -l <"$work/out")" ]
check "and there are some" [ -s "$work/out" ]
status 0 "a walkthrough by its name" "$root/bin/framewalk" run 13-buddy
status 0 "called by PATH" env PATH="$root/bin:$PATH" framewalk run 13-buddy
ln -s "$root/bin/framewalk" "$work/fw"
status 0 "called through a link" "$work/fw" run 13-buddy
status 0 "an installed theme" "$root/bin/framewalk" snap 13-buddy --theme dark
cd "$here" || exit 1

check "make install once more" install_goal install
touch "$root/share/man/man1/others.1"
check "make uninstall" install_goal uninstall
check "nothing but what was not installed is left" \
	[ "$(find "$stage" -type f)" = "$root/share/man/man1/others.1" ]
rm "$root/share/man/man1/others.1"
check "make uninstall where nothing is installed" install_goal uninstall
check "no folder is left either" [ -z "$(ls "$stage")" ]
finish
