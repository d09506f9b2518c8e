// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import org.jspecify.annotations.Nullable;

/**
 * Output of templates that escapes by context: text between tags, attributes, addresses. Text first loses what changes how others are
 * read ({@link PlainText}), wherever a template writes it.
 */
final class EscapedHtml extends OwaspHtmlTemplateOutput {
    private final int longestText;
    private boolean inAttribute;

    EscapedHtml(TemplateOutput output) {
        this(output, Integer.MAX_VALUE);
    }

    /** @param longestText most characters of a text between tags; the rest is left out, with an ellipsis in its place */
    EscapedHtml(TemplateOutput output, int longestText) {
        super(output);
        this.longestText = longestText;
    }

    @Override
    public void setContext(String tagName, @Nullable String attributeName) {
        inAttribute = attributeName != null;
        super.setContext(tagName, attributeName);
    }

    @Override
    public void writeUserContent(@Nullable String value) {
        if (value != null) {
            super.writeUserContent(PlainText.of(inAttribute ? value : PlainText.shortened(value, longestText)));
        }
    }
}
