/*
 * scene - everything a picture is made from: the machine here, the machine one
 * unit before, what happened between, and the viewer's settings
 *
 * A picture is a pure function of a scene: nothing is drawn from memory of
 * what was drawn before.
 */
#ifndef VIEW_SCENE_H
#define VIEW_SCENE_H

#include "draw/canvas.h"
#include "time/timeline.h"

enum view_id {
	VIEW_OVERVIEW,
	VIEW_SPACE,	/* address space */
	VIEW_WALK,	/* page-table walk */
	VIEW_FRAMES,
	VIEW_BUDDY,
	VIEW_ZONES,
	VIEW_PROC,
	VIEW_STORY,
	VIEW_LRU,
	VIEW_CACHE,	/* page cache */
	VIEW_SWAP,
	VIEW_OOM,
	NR_VIEWS,
	VIEW_NONE = NR_VIEWS,
};

/* What a mark's kind says; id and sub as noted. */
enum object {
	OBJ_NONE,
	OBJ_FRAME,	/* pfn; sub: frames under the cell */
	OBJ_BLOCK,	/* pfn of a free block; sub: order */
	OBJ_ORDER,	/* order; sub: zone number */
	OBJ_ZONE,	/* zone number */
	OBJ_VMA,	/* start; sub: task handle */
	OBJ_PAGE,	/* vaddr; sub: task handle */
	OBJ_ENTRY,	/* level; sub: table pfn */
	OBJ_TASK,	/* task handle */
	OBJ_EVENT,	/* index in the summary's list */
	OBJ_LINE,	/* line of a proc text */
	OBJ_FILE,	/* page of a file; sub: inode handle */
	OBJ_PANEL,	/* view_id: the panel as a whole */
	OBJ_PLACE,	/* where a glide ends and no thing is: an LRU list; the
			 * slot of the event, by its entry; a request at its
			 * disk, sub: its first frame */
};

/* Can the cursor stand on it? */
static inline bool mark_is_thing(const struct mark *m)
{
	return m->kind != OBJ_NONE && m->kind != OBJ_PANEL &&
	       m->kind != OBJ_PLACE;
}

/* The id of a request's OBJ_PLACE, which is that of no list. */
static inline uint64_t request_place(uint64_t disk, uint64_t sector_page)
{
	return (disk + 1) << 56 | sector_page;
}

/* Eighths: from FAST on nothing glides; UNBOUND: as fast as it goes. */
enum { SPEED_FAST = 32, SPEED_UNBOUND = 1024 };
enum focus { FOCUS_SOFT, FOCUS_HARD, FOCUS_OFF };
enum paint { PAINT_KIND, PAINT_OWNER, PAINT_TYPE, PAINT_AGE, NR_PAINTS };

/* How it is used: looked at, answered to, shown to a class. */
enum mode { MODE_WATCH, MODE_PREDICT, MODE_PRESENT, NR_MODES };

enum { MAX_DEEPER = 6 };

enum { SCROLL_ROWS = 5 };	/* that PgDn in a focused view goes on */

/* What the viewer chose; never part of the machine. */
struct settings {
	enum lang  lang;
	enum focus focus;
	enum paint paint;
	enum unit  unit;
	enum mode  mode;
	bool	   blank;	/* a dark screen while somebody talks */
	enum view_id zoom;	/* whole stage; VIEW_NONE = the layout */
	enum view_id focused;	/* takes arrows and paging; VIEW_NONE */
	enum view_id views[6];	/* wanted by the viewer; VIEW_NONE = as the story says */
	int	   scroll[NR_VIEWS];	/* rows; the story goes by its own pages */
	int	   cursor_x, cursor_y;	/* on the canvas; -1 = none */
	bool	   inspect;	/* pop-up of what the cursor is on */
	struct mark deeper[MAX_DEEPER];	/* things opened one behind the other */
	int	   nr_deeper;
	bool	   help;
	int	   help_page;
	bool	   playing;
	int	   next_s;	/* seconds until it goes on; 0 = not said */
	int	   speed_eighths;	/* 8 = normal, SPEED_UNBOUND */
	uint32_t   follow_kind;	/* OBJ_FRAME, OBJ_PAGE, OBJ_FILE; 0 = nothing */
	uint64_t   follow_id;	/* pfn; address; index */
	uint64_t   follow_sub;	/* pid of the page's task; number of the inode */
	const char *prompt;	/* line at the bottom while typing; NULL = none */
	int	   prompt_cursor;
	const char *prompt_head;	/* what stands before it; NULL = ":" */
	const char *stop;	/* what } and { stop at, if chosen; NULL */
	bool	   mouse;	/* clicks are wanted */
	bool	   motion;	/* glides and bursts; else before and after only */
	const char *message;	/* one line instead of the keys; NULL */
	char	   answer[32];	/* to the open question so far */
	int	   answered;	/* 0 open, 1 right, -1 not so */
	int64_t	   answer_value;	/* the engine's, once answered */
	const struct words *answer_why;	/* what decided; NULL = not told */
	unsigned   nr_right, nr_asked;	/* of the questions so far */
	const char *search;	/* NULL = none */
};

struct scene {
	const struct machine *now;
	const struct machine *before;
	const struct summary *between;
	struct timeline	     *timeline;
	struct pos	      pos;
	struct settings	      settings;
	const char	     *branch;	/* "main", "b1" */
	const char	     *branch_words;	/* what is tried; NULL */
	const struct scene   *other;	/* a branch to stand beside it; NULL */
	bool		      other_left;
};

/* The newest event between, NULL if there is none. */
const struct event *scene_event(const struct scene *s);

void settings_init(struct settings *s);

/*
 * The focus as it is drawn: before anything has happened, where a chapter
 * begins and while a play is too fast to look at single cells, the whole
 * picture in colour.
 */
enum focus scene_focus(const struct scene *s);

/*
 * The whole picture at the canvas's size: title, panels, story, status, keys.
 * Any size down to 1x1.
 */
void stage_draw(struct canvas *c, const struct scene *s);

/* The same facts as lines. */
void stage_text(const struct scene *s, struct text *out);

/* "buddy", "frames", "space" ...; VIEW_NONE if there is none. */
enum view_id view_by_name(const char *name);
/* The view whose name or title is nearest to a mistyped one; else VIEW_NONE. */
enum view_id view_near(const char *typed);
const char  *view_name(enum view_id id);
const char  *view_title(enum view_id id, enum lang lang);

#endif
