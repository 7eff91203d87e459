package chat.parley.core.limit;

/**
 * Token buckets by name. Threads: any; never blocks. Failure: none; a limiter that cannot reach its shared state decides
 * on what this node has seen.
 */
public interface RateLimiter {

    /** What is limited; the configuration gives each its rate and burst. */
    enum Limit {
        /** Messages a user posts. */
        SENDS,
        /** Reactions, pins, edits, recalls and followings of a user. */
        CHANGES,
        /** Searches of a user, and lists of the threads that they follow. */
        SEARCHES,
        /** Changes of what a user has of their own. */
        OWN,
        /** Links that a user has the server look at. */
        PREVIEWS,
        /** Looks at the pages of one host, whoever asks. */
        PREVIEWS_OF_SITE,
        /** Failed sign-ins for one handle. */
        FAILED_SIGN_INS_BY_HANDLE,
        /** Failed sign-ins from one address. */
        FAILED_SIGN_INS_BY_ADDRESS,
        /** Registrations from one address. */
        REGISTRATIONS_BY_ADDRESS,
        /** A user's typing in one conversation. */
        TYPING,
        /** A user's typing anywhere: nobody types in many conversations at once, and each is told to many. */
        TYPING_OF_USER
    }

    /** Takes one token of {@code key}'s bucket. Returns 0 when it was there, else the milliseconds until one will be. */
    long take(Limit limit, String key);

    /**
     * Puts one token back, for what turned out not to count: a limit on failures is taken before the attempt and given back
     * where it succeeds, so that attempts side by side cannot slip past it.
     */
    void giveBack(Limit limit, String key);
}
