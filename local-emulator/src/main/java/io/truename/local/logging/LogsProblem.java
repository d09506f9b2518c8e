// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.truename.local.logging.query.FilterException;
import java.util.OptionalInt;

/** Query of the console that cannot be used. */
public final class LogsProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String title;
    private final String remedy;
    private final int position;

    private LogsProblem(String title, String remedy, int position) {
        super(title + ". " + remedy);
        this.title = title;
        this.remedy = remedy;
        this.position = position;
    }

    static LogsProblem of(String title, String remedy) {
        return new LogsProblem(title, remedy, -1);
    }

    static LogsProblem of(FilterException filter) {
        String problem = filter.problem();
        return new LogsProblem("The filter cannot be used: " + problem, filter.remedy(), filter.position());
    }

    /** Returns the HTTP status. */
    public int status() {
        return 400;
    }

    /** Returns where the filter cannot be used, counted from 0; empty if the filter is not the reason. */
    public OptionalInt position() {
        return position < 0 ? OptionalInt.empty() : OptionalInt.of(position);
    }

    /** Returns the body, {@code application/problem+json}. */
    public String json() {
        ObjectNode body = JsonMapper.builder().build().createObjectNode();
        body.put("type", "about:blank")
                .put("title", title)
                .put("status", status())
                .put("detail", remedy);
        position().ifPresent(at -> body.put("position", at));
        return body.toString();
    }
}
