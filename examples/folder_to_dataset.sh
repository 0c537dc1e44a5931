#!/bin/sh
# A folder to a DuckDB dataset, and a question to it. Interrupted, run it again: it goes on.
#
#     sh folder_to_dataset.sh documents out.duckdb
set -eu
clusterx extract "$1" --workers 2 -o "$2"
clusterx sql "$2" "
    select document_id, indicator, quantity_value, quantity_unit, period_end
    from targets
    where status = 'planned' and quantity_dimension = 'money'
    order by quantity_value desc, document_id
    limit 5" --format csv
