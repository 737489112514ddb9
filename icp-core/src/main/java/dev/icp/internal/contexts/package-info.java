/** Order to contexts. */
@NullMarked
package dev.icp.internal.contexts;

import org.jspecify.annotations.NullMarked;
