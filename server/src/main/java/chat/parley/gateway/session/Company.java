package chat.parley.gateway.session;

import chat.parley.core.account.Blocks;
import chat.parley.core.conversation.Audience;
import chat.parley.core.presence.OnlineUsers;
import chat.parley.core.presence.SeePresence;

/** Who is with whom: what is read of people, and whom it is told when they come and go. */
public record Company(Blocks blocks, SeePresence presence, OnlineUsers online, Audience audience) {}
