/** What files of code import, and which files that are. */
@NullMarked
package dev.icp.internal.order.code;

import org.jspecify.annotations.NullMarked;
