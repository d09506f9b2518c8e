// SPDX-License-Identifier: Apache-2.0
package io.truename.reporting;

/** Styles of a mail's cells: inline, for mail programs do not read style sheets reliably. */
final class MailStyle {
    static final String CELL =
            "padding:4px 10px 4px 0;border-bottom:1px solid #9aa4b2;text-align:left;vertical-align:top;font-size:14px;"
                    + "overflow-wrap:anywhere;word-break:break-word;";
    static final String HEADING =
            "padding:10px 0 2px;border-top:1px solid #9aa4b2;text-align:left;font-size:14px;font-weight:bold;"
                    + "overflow-wrap:anywhere;word-break:break-word;";
    static final String VALUE = CELL + "border-bottom:none;padding-top:0;";
    static final String NAME = VALUE + "font-size:13px;width:30%;";
    static final String NUMBER = "text-align:right;white-space:nowrap;";

    /** Of headings, which would else break inside of words. */
    static final String WORDS = "overflow-wrap:normal;word-break:normal;";

    static final int BAR_WIDTH = 140;

    private MailStyle() {}
}
