// SPDX-License-Identifier: Apache-2.0
package io.truename.local.logging.query;

/** Error of a filter: where it stands, why it cannot be used, and the correction. */
public final class FilterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int position;
    private final String problem;
    private final String remedy;

    /**
     * @param position the first character that cannot be used, counted from 0
     * @param problem the reason, without a full stop
     * @param remedy a sentence that says what to write instead
     */
    public FilterException(int position, String problem, String remedy) {
        super("Unparseable filter: " + problem + " at position " + position + ". " + remedy);
        this.position = position;
        this.problem = problem;
        this.remedy = remedy;
    }

    @Override
    public String getMessage() {
        return "Unparseable filter: " + problem + " at position " + position + ". " + remedy;
    }

    public int position() {
        return position;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }
}
