package chat.parley.sdk;

import java.net.URI;
import java.net.http.HttpClient;

/**
 * The HTTP calls of the protocol (section 4), by what they are about. Each blocks; any thread may call.
 *
 * <p>Failures: {@link Refused} is the server's no, {@link java.io.IOException} no answer (or none that can be understood),
 * {@link SignedOut} the end of the session.
 */
public final class ParleyHttp {
    private final SessionCalls sessions;
    private final UserCalls users;
    private final ConversationCalls conversations;
    private final MemberCalls members;
    private final MessageCalls messages;
    private final AttachmentCalls attachments;
    private final ThreadCalls threads;
    private final NotificationCalls notifications;
    private final CollectedCalls collected;
    private final DraftCalls drafts;
    private final ScheduledCalls scheduled;
    private final WorkspaceCalls workspace;
    private final EmojiCalls emoji;
    private final UserGroupCalls groups;

    private ParleyHttp(HttpCalls calls) {
        Answers answers = new Answers();
        sessions = new SessionCalls(calls, answers);
        users = new UserCalls(calls, answers);
        conversations = new ConversationCalls(calls, answers);
        members = new MemberCalls(calls, answers);
        messages = new MessageCalls(calls, answers);
        attachments = new AttachmentCalls(calls);
        threads = new ThreadCalls(calls, answers);
        notifications = new NotificationCalls(calls, answers);
        collected = new CollectedCalls(calls, answers);
        drafts = new DraftCalls(calls);
        scheduled = new ScheduledCalls(calls);
        workspace = new WorkspaceCalls(calls);
        emoji = new EmojiCalls(calls);
        groups = new UserGroupCalls(calls);
    }

    /** Calls that need no session: to register, to sign in, to refresh. */
    public static ParleyHttp anonymous(HttpClient http, URI server) {
        return new ParleyHttp(new HttpCalls(http, server, null));
    }

    /** Calls as the user of {@code credentials}. */
    public static ParleyHttp as(HttpClient http, URI server, Credentials credentials) {
        return new ParleyHttp(new HttpCalls(http, server, credentials));
    }

    public SessionCalls sessions() {
        return sessions;
    }

    public UserCalls users() {
        return users;
    }

    public ConversationCalls conversations() {
        return conversations;
    }

    public MemberCalls members() {
        return members;
    }

    public MessageCalls messages() {
        return messages;
    }

    public ThreadCalls threads() {
        return threads;
    }

    public AttachmentCalls attachments() {
        return attachments;
    }

    public NotificationCalls notifications() {
        return notifications;
    }

    public CollectedCalls collected() {
        return collected;
    }

    public DraftCalls drafts() {
        return drafts;
    }

    public ScheduledCalls scheduled() {
        return scheduled;
    }

    public WorkspaceCalls workspace() {
        return workspace;
    }

    public EmojiCalls emoji() {
        return emoji;
    }

    public UserGroupCalls groups() {
        return groups;
    }
}
