package chat.parley.adapter.bucket4j;

import chat.parley.setting.Setting;
import java.time.Duration;

/** How often what may be done; the defaults are the protocol's (section 2). */
public record RateLimitConfig(
        @Setting("Messages a user may send a second.") int sends,

        @Setting("Messages a user may send at once, after a pause.")
        int sendsBurst,

        @Setting("Reactions, pins, edits, recalls and followings of a user a second.")
        int changes,

        @Setting("Reactions, pins, edits, recalls and followings of a user at once, after a pause.")
        int changesBurst,

        @Setting("Searches of a user a second, lists of followed threads among them.")
        int searches,

        @Setting("Searches of a user at once, after a pause, lists of followed threads among them.")
        int searchesBurst,

        @Setting("Changes of what a user has of their own (notices, saved, drafts, what is sent later) a second.")
        int own,

        @Setting(
                "Changes of what a user has of their own (notices, saved, drafts, what is sent later) at once, after a pause.")
        int ownBurst,

        @Setting("Links a second that a user may have looked at, beside those that are known.")
        int previews,

        @Setting("Links that a user may have looked at at once, after a pause.")
        int previewsBurst,

        @Setting("Pages a minute that are looked at on one host.")
        int previewsOfSite,

        @Setting("Failed sign-ins a minute for one handle.") int failedSignInsByHandle,

        @Setting("Failed sign-ins a minute from one address.")
        int failedSignInsByAddress,

        @Setting("Registrations a minute from one address.") int registrationsByAddress,

        @Setting("A user's typing in a conversation is told once in this time. A little under the 3 s at which clients"
                + " repeat it, so that one that the network hurried is not dropped.")
        Duration typingEvery,

        @Setting("How often a second a user's typing is told, in all conversations together.")
        int typing,

        @Setting(
                "Users, handles and addresses that are counted at a time; beyond it the least active ones are forgotten.")
        int countedKeys) {

    public RateLimitConfig {
        atLeastOne("sends", sends);
        atLeastOne("sendsBurst", sendsBurst);
        atLeastOne("changes", changes);
        atLeastOne("changesBurst", changesBurst);
        atLeastOne("searches", searches);
        atLeastOne("searchesBurst", searchesBurst);
        atLeastOne("own", own);
        atLeastOne("ownBurst", ownBurst);
        atLeastOne("previews", previews);
        atLeastOne("previewsBurst", previewsBurst);
        atLeastOne("previewsOfSite", previewsOfSite);
        atLeastOne("failedSignInsByHandle", failedSignInsByHandle);
        atLeastOne("failedSignInsByAddress", failedSignInsByAddress);
        atLeastOne("registrationsByAddress", registrationsByAddress);
        if (!typingEvery.isPositive() || typingEvery.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("typingEvery must be more than 0 and at most 1m");
        }
        atLeastOne("typing", typing);
        atLeastOne("countedKeys", countedKeys);
    }

    public static RateLimitConfig defaults() {
        return new RateLimitConfig(
                100, 500, 20, 100, 5, 20, 10, 100, 2, 30, 30, 10, 60, 60, Duration.ofMillis(2_500), 5, 500_000);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1");
        }
    }
}
