package chat.parley.adapter.caffeine;

import chat.parley.wire.Entry;
import org.jspecify.annotations.Nullable;

/** What is kept of one conversation: the newest entries, the newest messages, or both. Immutable. */
record Kept(@Nullable Run run, @Nullable Newest newest) {
    /** The map, its node, and the objects around lists. */
    private static final int OVERHEAD = 200;

    static Kept of(Run run) {
        return new Kept(run, null);
    }

    static Kept of(Newest newest) {
        return new Kept(null, newest);
    }

    /** With what was read just now, unless something newer or longer is there. */
    Kept with(Kept read) {
        Run fresh = read.run;
        Newest page = read.newest;
        return new Kept(
                fresh != null && (run == null || fresh.betterThan(run)) ? fresh : run,
                page != null && (newest == null || page.betterThan(newest)) ? page : newest);
    }

    /**
     * After an entry that was heard of; null where nothing is left. The bus may lose, double or reorder: only the entry after
     * a head moves it. A recall changes what the store holds of earlier entries, so it ends the run; what is gone from the beginning of
     * the log is not kept here either.
     */
    @Nullable
    Kept followed(Entry entry, RecentConfig config) {
        if (entry.body() instanceof Entry.Changed changed && changed.first() != null) {
            return null;
        }
        Run longer = run;
        if (longer != null) {
            longer = entry.body() instanceof Entry.Recalled ? null : longer.followed(entry, config);
        }
        Newest moved = newest == null ? null : newest.followed(entry, config);
        return longer == null && moved == null ? null : new Kept(longer, moved);
    }

    int weight() {
        long bytes = OVERHEAD + (run == null ? 0 : run.bytes()) + (newest == null ? 0 : newest.bytes());
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }
}
