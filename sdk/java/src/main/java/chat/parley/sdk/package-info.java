/**
 * The client side of Parley, for programs: {@link chat.parley.sdk.ParleyClient} keeps a live connection, sends without loss
 * or repetition and delivers every entry once and in order; {@link chat.parley.sdk.ParleyHttp} makes the HTTP calls.
 */
@NullMarked
package chat.parley.sdk;

import org.jspecify.annotations.NullMarked;
