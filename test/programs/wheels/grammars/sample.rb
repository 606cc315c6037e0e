# Something of everything that Ruby's scanner has to look at.
module Shapes
  Point = Struct.new(:x, :y) do
    def +(other) = Point.new(x + other.x, y + other.y)
    def to_s; "(#{x}, #{y})"; end
  end

  class Path
    include Enumerable
    attr_reader :points

    def initialize(*points, closed: false, **rest, &block)
      @points, @closed = points, closed
      instance_eval(&block) if block_given?
    end

    def each
      return to_enum(:each) { @points.size } unless block_given?
      @points.each { |p| yield p }
    end

    def length
      each_cons(2).sum { |a, b| Math.hypot(a.x - b.x, a.y - b.y) }
    rescue NoMethodError => e
      warn <<~MESSAGE, uplevel: 1
        not a point: #{e.receiver.inspect}
          #{<<-INNER.strip}
            nested
          INNER
      MESSAGE
      nil
    ensure
      @done ||= true
    end
  end
end

path = Shapes::Path.new(*%w[1,2 3,4].map { Shapes::Point.new(*_1.split(",").map(&:to_i)) })
puts path.length / 2, %i[a b].inspect, "é\u00e9", ?x, %q(it's (nested)), /a#{1}b/mi =~ "ab"
case path.to_a
in [Shapes::Point[x:, y:], *] if x > 0 then puts "#{x}: #{y}"
else puts :none
end
__END__
what is here is not parsed
