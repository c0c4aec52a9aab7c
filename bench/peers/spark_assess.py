"""Apache Spark in local mode, two threads."""
from common import PARQUET, show, sql
from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.driver.memory", "8g")
    .config("spark.sql.shuffle.partitions", "4").config("spark.log.level", "ERROR").getOrCreate()
)
spark.read.parquet(PARQUET).createOrReplaceTempView("person_table")
show(*spark.sql(sql("person_table", "DIV")).first())
