package chat.parley.gateway.session;

/** What every event loop needs to tell what may be lost: one for the process. */
record Hints(HintConfig config, Company company, BlockLists blocks, StoreReads presenceReads) {}
