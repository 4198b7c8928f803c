DROP TABLE $table
