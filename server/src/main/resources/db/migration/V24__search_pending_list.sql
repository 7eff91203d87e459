-- What is inserted waits in a list, which the worker merges into the index after each batch: sorted, so that a word that many
-- messages have is looked up once. Between the two every probe reads a batch's list.
alter index search_message_words set (fastupdate = on);
