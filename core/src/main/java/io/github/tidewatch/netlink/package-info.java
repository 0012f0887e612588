/**
 * Generic-netlink messages: bytes in, values out; no input or output, so that a test can feed it any bytes.
 *
 * <p>{@link io.github.tidewatch.netlink.NetlinkWriter} lays out a request,
 * {@link io.github.tidewatch.netlink.NetlinkMessage} walks over the messages of a datagram and
 * {@link io.github.tidewatch.netlink.NetlinkAttributes} over the attributes in one:
 *
 * <pre>{@code
 * NetlinkMessage message = new NetlinkMessage();
 * NetlinkAttributes attributes = new NetlinkAttributes();
 * message.wrap(datagram, 0, length);
 * while (message.next()) {
 *     message.genericAttributes(attributes);
 *     while (attributes.next()) {
 *         if (attributes.type() == WANTED) {
 *             use(attributes.getInt());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Both readers are cursors that are reused and allocate nothing. Whatever the bytes say, nothing outside the given
 * range is read, every step moves on, and the only exception is
 * {@link io.github.tidewatch.netlink.MalformedMessageException}. Numbers have the byte order of the buffer: netlink's
 * is the platform's. The layouts are those of include/uapi/linux/netlink.h and genetlink.h.
 */
package io.github.tidewatch.netlink;
