package chat.parley.http;

import chat.parley.core.account.Invite;
import chat.parley.core.account.InvitePeople;
import chat.parley.core.account.Origin;
import chat.parley.core.account.Register;
import com.linecorp.armeria.common.HttpMethod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Getting an account, and inviting others to get one. */
public final class AccountResource implements Resource {
    private final Register register;
    private final InvitePeople invitePeople;

    public AccountResource(Register register, InvitePeople invitePeople) {
        this.register = register;
        this.invitePeople = invitePeople;
    }

    @Override
    public void declare(Routes routes) {
        routes.open(HttpMethod.POST, "/v1/accounts", this::register);
        routes.post("/v1/invites", this::invite);
    }

    private Answer register(Call call) {
        Registration wanted = call.body(Registration.class);
        Register.Newcomer newcomer = new Register.Newcomer(
                wanted.handle(), wanted.password(), wanted.name(), Optional.ofNullable(wanted.invite()));
        return Replies.answer(
                register.register(newcomer, new Origin(call.address(), call.userAgent())),
                signedIn -> Answer.created(AccountBodies.Entrance.of(signedIn)));
    }

    private Answer invite(Call call) {
        Invitation wanted = call.body(Invitation.class);
        InvitePeople.Wish wish = new InvitePeople.Wish(
                Optional.ofNullable(wanted.role()),
                Optional.ofNullable(wanted.expiresInHours()),
                Optional.ofNullable(wanted.uses()));
        return Replies.answer(invitePeople.invite(call.caller(), wish), invite -> Answer.created(Invited.of(invite)));
    }

    private record Registration(
            String handle,
            String password,
            String name,
            @Nullable String invite) {}

    private record Invitation(
            @Nullable String role,
            @Nullable Long expiresInHours,
            @Nullable Long uses) {}

    private record Invited(String invite, String role, String expiresAt, int uses) {
        static Invited of(Invite invite) {
            return new Invited(invite.token(), invite.role().wireName(), Times.text(invite.expiresAt()), invite.uses());
        }
    }
}
