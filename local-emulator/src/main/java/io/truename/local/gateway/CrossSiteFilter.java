// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Filter against DNS rebinding and cross-site request forgery. A page of another site could make a developer's browser send
 * requests to this machine. The filter refuses them by the {@code Host} header (rebinding) or the origin (cross-site post).
 */
final class CrossSiteFilter extends Handler.Wrapper {
    private static final Pattern LOOPBACK_HOST = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");
    private static final Pattern ADDRESS_HOST =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:]+])(:\\d{1,5})?");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final boolean loopbackOnly;

    CrossSiteFilter(boolean loopbackOnly, Handler next) {
        super(next);
        this.loopbackOnly = loopbackOnly;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String host = Optional.ofNullable(request.getHeaders().get(HttpHeader.HOST))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        if (!isOurs(host)) {
            JsonResponses.problem(
                    response,
                    callback,
                    421,
                    "The host is not this one",
                    "Address the local cloud as localhost, not by another name.");
            return true;
        }
        if (!READING.contains(request.getMethod()) && isCrossSite(request, host)) {
            JsonResponses.problem(
                    response,
                    callback,
                    403,
                    "The request comes from another site",
                    "Send it from the console, or from a program that sends no Origin.");
            return true;
        }
        return super.handle(request, response, callback);
    }

    private boolean isOurs(String host) {
        return LOOPBACK_HOST.matcher(host).matches()
                || (!loopbackOnly && ADDRESS_HOST.matcher(host).matches());
    }

    private static boolean isCrossSite(Request request, String host) {
        String fetchSite = request.getHeaders().get("Sec-Fetch-Site");
        if (fetchSite != null && !List.of("same-origin", "none").contains(fetchSite)) {
            return true;
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null) {
            return false;
        }
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null || !authority.toLowerCase(Locale.ROOT).equals(host);
        } catch (IllegalArgumentException malformed) {
            return true;
        }
    }
}
