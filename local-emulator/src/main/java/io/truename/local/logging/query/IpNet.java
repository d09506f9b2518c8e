// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Network in CIDR notation, IPv4 or IPv6. */
record IpNet(InetAddress network, int bits) {
    /** Only literal addresses: a name would be looked up. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    static Optional<IpNet> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> network = address(slash < 0 ? text : text.substring(0, slash));
        if (network.isEmpty()) {
            return Optional.empty();
        }
        int most = network.get().getAddress().length * 8;
        try {
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > most ? Optional.empty() : Optional.of(new IpNet(network.get(), bits));
        } catch (NumberFormatException notBits) {
            return Optional.empty();
        }
    }

    boolean contains(String text) {
        return address(text).map(address -> contains(address.getAddress())).orElse(false);
    }

    private boolean contains(byte[] address) {
        byte[] wanted = network.getAddress();
        if (address.length != wanted.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (wanted[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return ADDRESS.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
