/** What a report holds, as values; the face shows it, files keep it. */
@NullMarked
package dev.icp.internal.report;

import org.jspecify.annotations.NullMarked;
